"""Stand-ins: which cases below need one, naming one, those named by one's body, ending one."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import today
from accounts.errors import BadInput
from accounts.permissions import right
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from applications.deadlines import deadline_of
from applications.models import Application, StandIn
from applications.standing_in import may_stand_in
from review.forms.stand_ins import EndStandInForm, StandInForm
from review.services.stand_ins import body_of, end_stand_in, name_stand_in
from review.views.scope import page_of, show_refusal
from review.wording import state_label

USUAL_DAYS = 30


@needs_right("name_stand_in")
@require_safe
def stand_ins(request):
    """The cases that wait for a stand-in, and those named by one's body, the newest first."""
    found = right("end_stand_in").filter(request.user, StandIn.objects.all())
    page = page_of(
        found.select_related("application", "organisation", "person", "named_by"), request
    )
    context = {
        "waiting": [_waiting(case) for case in waiting_cases(request.user)],
        "page_obj": page,
        "rows": [_row(each) for each in page],
    }
    return render(request, "review/stand_ins.html", context)


def waiting_cases(user) -> list[Application]:
    """The cases for which the user's body has to name a stand-in."""
    cases = right("name_stand_in").filter(user, Application.objects.all())
    return list(cases.select_related("holder", "round", "applicant").order_by("state_since", "pk"))


def _waiting(case: Application) -> dict:
    return {"case": case, "state": state_label(case.state), "last": deadline_of(case)}


def _row(stand_in: StandIn) -> dict:
    day = today()
    if stand_in.ended_at is not None:
        word, tone = "已结束", "neutral"
    elif stand_in.valid_until < day:
        word, tone = "已到期", "neutral"
    else:
        word, tone = "代办中", "success"
    return {"stand_in": stand_in, "word": word, "tone": tone, "is_running": tone == "success"}


@needs_right("name_stand_in")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:stand_ins", of_object=False)
def name(request, pk):
    """Name who acts on one case; only who it is about is told, not what was submitted."""
    waiting = right("name_stand_in").filter(request.user, Application.objects.all())
    case = get_object_or_404(waiting.select_related("holder", "round", "applicant"), pk=pk)
    form = StandInForm(request.POST or None, initial={"until": _until(case)})
    people = _people(case)
    form.fields["person"].queryset = people["all"]
    form.fields["person"].choices = people["choices"]
    status = 200
    if form.is_bound and form.is_valid():
        try:
            made = name_stand_in(actor=request.user, application=case, **form.cleaned_data)
            messages.success(request, f"已指定{made.person.name}代{made.organisation.name}办理。")
            return redirect("review:stand_ins")
        except BadInput as error:
            status = show_refusal(form, error)
    elif form.is_bound:
        status = 422
    context = {
        "case": case,
        "state": state_label(case.state),
        "last": deadline_of(case),
        "form": form,
        "has_people": len(people["choices"]) > 1,
        "crumbs": _crumbs("指定代办人"),
    }
    return render(request, "review/stand_in_form.html", context, status=status)


def _until(case: Application):
    """The last day where the case stands; what is left of a month where that has passed."""
    last, day = deadline_of(case), today()
    return last if last and last >= day else day + timedelta(days=USUAL_DAYS)


def _people(case: Application) -> dict:
    """Who can be chosen: the people of the unit first, then the body's own officers."""
    body = body_of(case)
    found = may_stand_in(case, body)
    officers = set(body.assignments.filter(user__in=found).values_list("user_id", flat=True))
    rivals = set(
        Application.objects.filter(round=case.round_id, applicant__in=found)
        .order_by()
        .values_list("applicant_id", flat=True)
    )
    here, above = [], []
    for person in found:
        note = "，本批次也在申报" if person.pk in rivals else ""
        line = (person.pk, f"{person.name}（{person.username}{note}）")
        (above if person.pk in officers else here).append(line)
    groups = [(case.holder.name, here), (body.name, above)]
    choices = [("", "请选择"), *((label, people) for label, people in groups if people)]
    return {"all": found, "choices": choices}


@needs_right("end_stand_in")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:stand_ins", of_object=False)
def end(request, pk):
    """End one before its last day."""
    running = right("end_stand_in").filter(request.user, StandIn.objects.all())
    found = running.select_related("application", "organisation", "person").filter(pk=pk).first()
    if found is None:
        raise Http404
    form = EndStandInForm(request.POST or None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            end_stand_in(actor=request.user, stand_in=found, reason=form.cleaned_data["reason"])
            messages.success(request, f"{found.person.name}的代办已结束。")
            return redirect("review:stand_ins")
        except BadInput as error:
            status = show_refusal(form, error)
    elif form.is_bound:
        status = 422
    context = {
        "title": "结束代办",
        "question": f"结束{found.person.name}对{found.application.name}的申报的代办？",
        "consequences": [
            "结束后，代办人立即不能再查看和办理这份申报；已办理的仍然有效。",
            "这份申报仍需要代办的，可以另行指定。",
        ],
        "form": form,
        "submit": "结束代办",
        "cancel": reverse("review:stand_ins"),
        "danger": True,
        "once": True,
        "crumbs": _crumbs("结束代办"),
    }
    return render(request, "parts/confirm.html", context, status=status)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [("代办人", reverse("review:stand_ins")), (last, "")]
