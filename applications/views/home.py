"""The applicant's home and the task list of one case."""

from functools import lru_cache

from django.shortcuts import redirect, render
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.views.guards import needs_right
from applications import queries
from applications.case import Case
from applications.enums import EDITABLE_STATES, State
from applications.integrity import ban_to_tell, is_out_of_round
from applications.models import Application
from applications.pages import NavEntry, nav_of
from applications.panels import panel_of
from applications.standing_in import stand_ins_of
from applications.status import card_of
from applications.steps.state import StepStatus
from applications.views.shared import own_case


@needs_right("own_application")
@require_safe
def home(request):
    """The person's cases as cards, and the rounds that can be begun."""
    cases = list(queries.applications_of(request.user))
    taken = {case.round_id for case in cases if not _leaves_room(case)}
    day = today()
    rounds = [
        {"round": each, "days_left": (each.applicants_until - day).days}
        for each in queries.open_rounds(day)
        if each.pk not in taken
    ]
    cards = [(card_of(case, day), _first_year(case)) for case in cases]
    context = {
        "cards": cards,
        "rounds": rounds,
        "ban": ban_to_tell(request.user, day),
        "stood_in": stand_ins_of(request.user),
    }
    return render(request, "applications/home.html", context)


def _leaves_room(case: Application) -> bool:
    """Whether another case may be begun in this one's round."""
    if case.state == State.REVOKED:
        return not is_out_of_round(case.applicant, case.round)
    return case.state == State.WITHDRAWN


def _first_year(application: Application) -> int | None:
    """The later year in which the years will suffice, while the case can still be typed into."""
    if application.state not in EDITABLE_STATES:
        return None
    first = Case(application).verdict().earliest_round
    return first if first and first > application.round.year else None


@needs_right("own_application")
@require_safe
def task_list(request, pk: int):
    """The steps with their states, and the verdict so far beside them."""
    application = own_case(request, pk)
    if application.state not in EDITABLE_STATES:
        return redirect("applications:progress", pk=pk)
    case = Case(application)
    nav = nav_of(case)
    done = sum(entry.status == StepStatus.DONE for entry in nav)
    countable = len(nav) - 1  # the check page is not counted: it is what the others lead to
    panel = panel_of(case, case.verdict())
    context = {
        "application": application,
        "card": card_of(application, today()),
        "tasks": [_task(entry, panel.is_eligible) for entry in nav],
        "done": done,
        "countable": countable,
        "next_step": next((e for e in nav if e.status != StepStatus.DONE and e.is_open), None),
        "panel": panel,
        "can_copy": _can_copy(case),
    }
    return render(request, "applications/task_list.html", context)


_TASK = """<li class="task"><span class="task-name"><a{}href="{}">{}</a>{}</span>\
<span class="task-state"><span class="chip chip-{}">{}</span></span></li>"""
_LOCKED = mark_safe('<span class="task-hint">退回时没有开放，只能查看</span>')
_LEFT = '<span class="task-hint">还差 {} 处</span>'
_ADDRESS = "-address-of-the-step-"
_TONES = {
    StepStatus.DONE: "success",
    StepStatus.TO_MEND: "warning",
    StepStatus.STARTED: "info",
    StepStatus.EMPTY: "neutral",
}


def _task(entry: NavEntry, is_eligible: bool) -> SafeString:
    """One step in the list: where it is typed and how far it is."""
    tone, word = _TONES[StepStatus(entry.status)], entry.status
    is_check = entry.step.special == "check"
    if is_check:
        tone, word = "neutral", "填完各步后提交"
        if entry.status == StepStatus.STARTED:
            tone, word = ("success", "可以提交") if is_eligible else ("warning", "还不符合条件")
    counts = entry.status == StepStatus.STARTED and not is_check
    drawn = _drawn_task(entry.label, tone, word, entry.problems if counts else 0, entry.is_open)
    return mark_safe(drawn.replace(_ADDRESS, escape(entry.address)))


# Sixteen tasks cost the template engine more than reading the case, and there are few of them.
@lru_cache(maxsize=1000)
def _drawn_task(label: str, tone: str, word: str, problems: int, is_open: bool) -> str:
    hint: str = format_html(_LEFT, problems) if problems else ""
    look = " " if is_open else mark_safe(' class="is-locked" ')
    return format_html(_TASK, look, _ADDRESS, label, hint if is_open else _LOCKED, tone, word)


def _can_copy(case: Case) -> bool:
    """Whether an earlier case of the person could still fill this one's empty lists."""
    if case.application.state != "draft" or set(case.typed) - {"person", "application", "notice"}:
        return False
    return queries.has_earlier_case(case.application)
