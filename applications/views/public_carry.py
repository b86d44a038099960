"""From the self-check into an application: by form only, through the login where need be."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import consent
from accounts.clock import today
from accounts.errors import BadInput, NotAllowed
from accounts.forms.registration import ConsentForm
from accounts.forms.session import LoginForm
from accounts.permissions import right
from accounts.views.guards import needs_right, show_refusals
from accounts.views.session import LoginView
from applications import drafts, queries
from applications.enums import State
from applications.models import Application, Round
from applications.selfcheck import carrying
from applications.selfcheck.carrying import Carried, UnusableAnswers

ANSWERS = "answers"


@sensitive_post_parameters()
@require_POST
def carry(request):
    """What would be filled in the person's draft; who is not logged in does so first."""
    if request.user.is_authenticated:
        return _confirm_page(request)
    try:
        carrying.unseal(request.POST.get(ANSWERS, ""))
    except UnusableAnswers as error:
        return _refused(request, error)
    context = {"form": LoginForm(request), "answers": request.POST[ANSWERS]}
    return render(request, "applications/public/carry_login.html", context)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class CarryLogin(LoginView):
    """The login with the answers in the same form, so that they lie in no address or cookie."""

    template_name = "applications/public/carry_login.html"
    redirect_authenticated_user = False
    http_method_names = ["post", "options"]

    def form_valid(self, form):
        login(self.request, form.get_user())
        if form.get_user().must_change_password:
            return redirect("accounts:password_change")
        return _confirm_page(self.request)

    def get_context_data(self, **kwargs):
        answers = self.request.POST.get(ANSWERS, "")
        return super().get_context_data(answers=answers, **kwargs)


@needs_right("own_application")
@sensitive_post_parameters()
@require_POST
def fill(request):
    """Type the answers into the draft, begun now where there is none."""
    try:
        carried = carrying.unseal(request.POST.get(ANSWERS, ""))
    except UnusableAnswers as error:
        return _refused(request, error)
    if not consent.is_given(request.user) and not _has_agreed(
        request, form := ConsentForm(request.POST)
    ):
        return _confirm_page(request, form, status=400)
    round = _open_round(carried)
    application = _draft_of(request.user, round) or _begin(request.user, round, carried)
    filled = carrying.carry_over(
        application=application, actor=request.user, sections=carried.sections
    )
    if filled:
        messages.success(request, f"已带入：{'、'.join(filled)}。请逐步补全和核对。")
    else:
        messages.info(request, "这份申报里相应的内容都已经填过，没有带入新的内容。")
    return redirect("applications:task_list", pk=application.pk)


carry_login = CarryLogin.as_view()
# Registering in a second tab, as the result page offers, makes this page's token old: the answers
# are shown again, to be confirmed.
carry.on_old_token = carry_login.on_old_token = fill.on_old_token = carry


def _has_agreed(request, form: ConsentForm) -> bool:
    if not form.is_valid():
        return False
    try:
        consent.give(user=request.user, version=form.cleaned_data["consent_version"])
    except BadInput as error:
        show_refusals(form, error)
        return False
    return True


def _confirm_page(request, form: ConsentForm | None = None, status: int = 200):
    """Which sections would be filled, and into which application; who has not agreed yet to the
    processing of personal data does so on the same page."""
    try:
        carried = carrying.unseal(request.POST.get(ANSWERS, ""))
    except UnusableAnswers as error:
        return _refused(request, error)
    if not right("own_application").allows(request.user):
        raise NotAllowed("您的账号没有申报人角色，不能带入申报。自测的内容没有保存。")
    round = _open_round(carried)
    application = _draft_of(request.user, round)
    lines = carrying.plan(application, carried.sections)
    context = {
        "round": round,
        "application": application,
        "level_label": round.policy.level(carried.level).label,
        "is_other_level": application is not None and application.level != carried.level,
        "filled": [line for line in lines if line.is_filled],
        "kept": [line for line in lines if not line.is_filled],
        "answers": request.POST[ANSWERS],
        "unit": None if application else _own_unit(request.user),
        "text": consent.CURRENT,
        "form": None if consent.is_given(request.user) else form or ConsentForm(),
    }
    return render(request, "applications/public/carry.html", context, status=status)


def _open_round(carried: Carried) -> Round:
    round = queries.open_rounds(today()).filter(key=carried.round_key).first()
    if round is None:
        raise NotAllowed("这个批次现在不接受个人申报，自测的内容没有带入。")
    return round


def _draft_of(user, round: Round) -> Application | None:
    """The person's draft of the round; NotAllowed where it is past being one."""
    cases = queries.applications_of(user).filter(round=round)
    cases = cases.exclude(state__in=[State.WITHDRAWN, State.REVOKED])
    application = cases.first()
    if application is not None and application.state != State.DRAFT:
        raise NotAllowed("您在这个批次的申报已经提交或者结束，不能再带入自测的内容。")
    return application


def _begin(user, round: Round, carried: Carried) -> Application:
    return drafts.start_application(
        round=round, applicant=user, level=carried.level, unit=_own_unit(user)
    )


def _own_unit(user):
    """The person's unit where there is only one; the draft asks for it otherwise."""
    units = queries.own_units(user)
    return units[0] if len(units) == 1 else None


def _refused(request, error: UnusableAnswers):
    context = {"reason": str(error)}
    return render(request, "applications/public/carry_refused.html", context, status=400)
