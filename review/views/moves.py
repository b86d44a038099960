"""The moves of one case: what it asks, what happens next; for many, see `batches`."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import record_access
from accounts.clock import database_now
from accounts.errors import GuardFailed, StaleState
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from applications.chain import next_link
from applications.deadlines import arrival_text
from applications.enums import Action, State
from applications.foresight import why_not
from applications.models import Application
from applications.remaining import remaining_of
from applications.workflow import authorised, perform
from review.enums import OFFICERS_MOVES
from review.forms.moves import MoveForm, asks_of, form_for
from review.neighbours import list_query
from review.phrases import filled, is_filling, phrases_for, text_fields
from review.queries import declarations_of
from review.views.scope import case_or_404, show_refusal

DONE = {
    Action.FORWARD: "已上报",
    Action.RECOGNIZE: "已认定",
    Action.ACCEPT: "已受理",
    Action.RETURN: "已退回申报人修改",
    Action.DECLINE: "已登记为不予推荐",
    Action.REFUSE: "已登记为不予受理",
}
_ENDING = (Action.DECLINE, Action.REFUSE)


def _checked_action(action: str) -> Action:
    if action not in OFFICERS_MOVES:
        raise Http404
    return Action(action)


@needs_right("read_submitted")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:application")
def move(request, pk, action):
    """One move of one case: what it asks, what happens next, and why it cannot be made."""
    action, case = _checked_action(action), case_or_404(request, pk)
    _refuse_unless_holder(request, action, case)
    form = _form(request, action, case)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            return _perform(request, action, case, form)
        except GuardFailed as error:
            record_access(
                user=request.user,
                what=f"review:{action}",
                object=case.receipt_number,
                outcome="refused",
                detail=error.message,
            )
            show_refusal(form, error)
            status = 403
        except StaleState as error:
            return _stale(request, case, form, error)
    reasons = [] if status == 403 else why_not(action, case, request.user)
    context = {
        "case": case,
        "action": action,
        "form": form,
        "reasons": reasons,
        "phrases": phrases_for(request.user, action),
        "remaining": remaining_of(case, database_now()),
        "next": _what_next(action, case),
        "is_ending": action in _ENDING,
        "version": request.POST.get("version") or case.version,
        "crumbs": _crumbs(case, action.label),
    }
    return render(request, "review/move.html", context, status=status)


def _refuse_unless_holder(request, action: Action, case: Application) -> None:
    """403 with the reason for who may read the case but not make this move in this state."""
    if request.method == "POST" and request.POST.get("version") not in (
        "",
        None,
        str(case.version),
    ):
        return  # somebody was first: `perform` says who
    authorised(action, case, request.user)


def _form(request, action: Action, case: Application) -> MoveForm:
    declarations: list[tuple[str, str]] = []
    if action == Action.FORWARD and case.state == State.UNIT_REVIEW:
        declarations = declarations_of(case)
    asks = asks_of(action, case, declarations)
    if is_filling(request):
        form = form_for(action, asks, None)
        return filled(form, request, action, text_fields(form))
    return form_for(action, asks, request.POST if request.method == "POST" else None)


def _perform(request, action: Action, case: Application, form: MoveForm):
    typed = request.POST.get("version", "")
    if not _is_number(typed, 9):
        raise StaleState("页面已经过期，请重新打开后再办理。")
    moved = perform(
        action=action,
        application=case,
        actor=request.user,
        data=form.told(),
        version=int(typed),
    )
    messages.success(
        request, f"{case.name}的申报{DONE[action]}，现在是“{moved.get_state_display()}”。"
    )
    if text := arrival_text(moved):
        messages.info(request, text)
    address = reverse("review:application", args=[case.pk])
    query = list_query(request.GET)
    return redirect(f"{address}?{query}" if query else address)


def _stale(request, case: Application, form: MoveForm, error: StaleState):
    """409: who was first, and what was typed, so that nothing is lost."""
    typed = [
        (form.fields[name].label, value)
        for name, value in form.cleaned_data.items()
        if isinstance(value, str) and value
    ]
    context = {"case": case, "message": error.message, "typed": typed}
    return render(request, "review/stale.html", context, status=409)


def _what_next(action: Action, case: Application) -> list[str]:
    """What will happen, before it is done."""
    if action == Action.FORWARD:
        link = next_link(case)
        where = link.organisation.name if link else "下一级"
        return [f"材料连同审核意见报到“{where}”。", "上报后本单位仍可查看，但不能再修改意见。"]
    if action == Action.RETURN:
        days = case.round.correction_days
        return [
            "申报人会看到退回原因，只能修改选中的步骤。",
            "改好后从单位重新逐级审核；已登记的公示和评议仍然有效，公示过的内容有更改的须重新公示。",
            f"这份申报的单位审核截止顺延到修改截止日后{days}天，推荐部门再顺延{days}天。",
        ]
    return {
        Action.RECOGNIZE: [
            "申报人取得本级别资格，申报办结。",
            "推荐部门会收到告知，可以在本批次内提出异议。",
        ],
        Action.ACCEPT: ["材料受理，进入评审。", "申报人会看到“已受理”。"],
        Action.DECLINE: ["这份申报在本批次办结，申报人会看到原因。", "办结后不能恢复。"],
        Action.REFUSE: ["这份申报在本批次办结，申报人会看到原因。", "办结后不能恢复。"],
    }[action]


def _is_number(text: str, longest: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= longest


def _crumbs(case: Application, here: str) -> list[tuple[str, str]]:
    return [
        ("申报列表", reverse("review:applications")),
        (case.name, reverse("review:application", args=[case.pk])),
        (here, ""),
    ]
