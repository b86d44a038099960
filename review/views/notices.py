"""The unit's notices: list, recording, what came of them."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import today
from accounts.errors import BadInput, GuardFailed
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from applications.enums import State
from review.enums import NoticeKind, NoticeOutcome, ObjectionOutcome
from review.forms.notices import NoticeForm, RulesNoticeForm
from review.months import months_of
from review.periods import Period, ends_too_late, least_period, period_of
from review.queries import notices_for, posted_last
from review.rules_notices import rules_notices_due
from review.services.notices import (
    MOST_DAYS_AWAY,
    close_notices,
    record_notices,
    record_rules_notice,
    why_not_closed,
)
from review.services.operations import OPERATIONS
from review.views.choosing import list_asked, put_together
from review.views.scope import chosen_cases, names_of, page_of, refuse_unless_held, show_refusal
from review.wording import day_text

_SHOWN = (
    ("open", "公示中或待登记结果", Q(outcome=NoticeOutcome.OPEN)),
    ("done", "已有结果", ~Q(outcome=NoticeOutcome.OPEN)),
    ("all", "全部", Q()),
)


@needs_right("record_notices")
@require_safe
def notices(request):
    """The unit's notices: the rules' of each round on top, then each person's."""
    found = notices_for(request.user).select_related("application", "round", "unit")
    people = found.exclude(kind=NoticeKind.RULES)
    tabs = [(key, label, people.filter(condition).count()) for key, label, condition in _SHOWN]
    asked = request.GET.get("tab", "")
    tab, condition = next(((k, c) for k, _, c in _SHOWN if k == asked), _SHOWN[0][::2])
    listed = people.filter(condition).annotate(
        waiting=Count("objections", filter=Q(objections__outcome=ObjectionOutcome.OPEN))
    )
    page = page_of(listed.order_by("-first_day", "-pk"), request)
    rows = [row_of(notice) for notice in page]
    context = {
        "rules": _rules_by_round(request.user, found),
        "page_obj": page,
        "rows": rows,
        "may_close": any(row["may_change"] and row["is_to_close"] for row in rows),
        "tabs": tabs,
        "tab": tab,
    }
    return render(request, "review/notices.html", context)


def _rules_by_round(user, found) -> list[dict]:
    """Each round under way with the unit's rules notice, or none yet."""
    stored = found.filter(kind=NoticeKind.RULES).order_by("-first_day")
    rows = [{"round": notice.round, **row_of(notice)} for notice in stored]
    posted = {(row["notice"].round_id, row["notice"].unit_id) for row in rows}
    missing = [
        {"round": round, "unit": unit}
        for unit, round in rules_notices_due(user, today())
        if round.policy.notices and (round.pk, unit.pk) not in posted
    ]
    return missing + rows


def row_of(notice) -> dict:
    """One notice as lists and its page show it."""
    rules = notice.round.policy.notices
    counts_first = rules.first_day_counts if rules else True
    day = today()
    is_open = notice.outcome == NoticeOutcome.OPEN
    word = notice.get_outcome_display()
    if is_open:
        word = "公示中" if notice.last_day >= day else "已结束，待登记结果"
        word = "尚未开始" if notice.first_day > day else word
    tones = {"open": "waiting", "founded": "danger"}
    return {
        "notice": notice,
        "period": period_of(notice.first_day, notice.last_day, counts_first),
        "word": word,
        "tone": tones.get(notice.outcome, "success"),
        "is_to_close": is_open and notice.last_day < day,
        "may_change": notice.application is None or notice.application.state == State.UNIT_REVIEW,
    }


@needs_right("record_notices")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:notices")
def rules_notice(request):
    """Record the notice of conditions and procedure."""
    due = rules_notices_due(request.user, today())
    bound = request.POST if request.method == "POST" else None
    initial = posted_last(request.user) | {"first_day": today(), "handler": request.user.name}
    form = RulesNoticeForm(bound, due=due, initial=initial)
    period, status = None, 200
    if "propose" in request.POST:
        form.is_valid()
        if (round := form.cleaned_data.get("round")) and (period := _proposed(form, round)):
            typed = form.typed_so_far()
            form = RulesNoticeForm(due=due, initial=typed)
    elif form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            notice = record_rules_notice(
                actor=request.user,
                unit=values["unit"],
                round=values["round"],
                posting=form.posting(),
                again=values["again"],
            )
            return _recorded(request, [notice], reverse("review:notices"))
        except (BadInput, GuardFailed) as error:
            period, status = _proposed(form, values["round"]), show_refusal(form, error)
    context = {
        "form": form,
        "period": period,
        "months": months_of(period) if period else [],
        "title": "登记“评审条件、评议程序”公示",
        "intro": "每个批次登记一次，须在民主评议当天或之前开始。",
        "crumbs": [("公示", reverse("review:notices")), ("登记公示", "")],
    }
    return render(request, "review/notice_form.html", context, status=status)


@needs_right("record_notices")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:notices")
def record(request):
    """Record the notice of materials or of the opinion for the chosen people."""
    if list_asked(request) is not None:
        return put_together(request, OPERATIONS["notice"])
    cases = chosen_cases(request)
    if not cases:
        messages.warning(request, "请先在列表中选择申报，再登记公示。")
        return redirect("review:applications")
    refuse_unless_held(request, cases, [State.UNIT_REVIEW])
    is_filled = request.method == "POST" and "first_day" in request.POST
    kind = request.GET.get("kind", NoticeKind.MATERIALS)
    initial = posted_last(request.user) | {
        "kind": kind,
        "first_day": today(),
        "handler": request.user.name,
        "again": "again" in request.GET,
    }
    form = NoticeForm(request.POST if is_filled else None, initial=initial)
    period, status = None, 200
    if is_filled and "propose" in request.POST:
        form.is_valid()
        if period := _proposed(form, cases[0].round):
            form = NoticeForm(initial=form.typed_so_far())
    elif is_filled and form.is_valid():
        try:
            made = record_notices(
                actor=request.user,
                kind=form.cleaned_data["kind"],
                applications=cases,
                posting=form.posting(),
                again=form.cleaned_data["again"],
            )
            return _recorded(request, made, _back_to(cases))
        except (BadInput, GuardFailed) as error:
            period, status = _proposed(form, cases[0].round), show_refusal(form, error)
    context = {
        "form": form,
        "cases": cases,
        "period": period,
        "months": months_of(period) if period else [],
        "title": "登记公示",
        "intro": "公示期按工作日计算，不足规定天数的不能登记；结束后再登记结果。",
        "crumbs": [("公示", reverse("review:notices")), ("登记公示", "")],
    }
    return render(request, "review/notice_form.html", context, status=status)


def _back_to(cases) -> str:
    if len(cases) == 1:
        return reverse("review:application", args=[cases[0].pk])
    return reverse("review:notices")


def _proposed(form, round) -> Period | None:
    """The days from the typed first one; the computed last day is put into the form where none was
    typed, or one too early for a proposal. None where no first day was typed."""
    rules, values = round.policy.notices, form.cleaned_data
    if rules is None or "first_day" not in values or "last_day" in form.errors:
        return None
    least, typed = least_period(values["first_day"], rules), values["last_day"]
    if typed is not None and typed - least.first > MOST_DAYS_AWAY:
        return None  # years on end are refused, not drawn
    if typed is not None and (typed >= least.last or "propose" not in form.data):
        return period_of(least.first, max(typed, least.last), rules.first_day_counts)
    form.data = form.data.copy()
    form.data["last_day"] = least.last.isoformat()
    return least


def _recorded(request, made: list, back: str):
    first = made[0]
    rules = first.round.policy.notices
    period = period_of(first.first_day, first.last_day, rules.first_day_counts)
    told = f"已登记{len(made)}项公示，到{day_text(first.last_day)}结束，共{period.working_days}个工作日。"
    messages.success(request, told + period.remark)
    late = [
        each.application.name
        for each in made
        if each.application and ends_too_late(each.application, each.last_day)
    ]
    if late:
        messages.warning(
            request, f"{names_of(late)}的公示要到审核截止日期才结束，期满后来不及上报，请核对日期。"
        )
    return redirect(back)


@needs_right("record_notices")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:notices")
def outcome(request):
    """Close the chosen notices that are over; each outcome follows from its objections."""
    typed = request.POST.getlist("notices") or request.GET.getlist("notice")
    ids = {int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 18}
    if not ids:
        messages.warning(request, "请先选择要登记结果的公示。")
        return redirect("review:notices")
    found = list(
        notices_for(request.user)
        .filter(pk__in=ids)
        .select_related("application", "unit", "round")
        .prefetch_related("objections")
        .order_by("pk")
    )
    if len(found) != len(ids):
        raise Http404
    refuse_unless_held(
        request, [each.application for each in found if each.application], [State.UNIT_REVIEW]
    )
    rows, refused = [_closing(notice) for notice in found], []
    if request.method == "POST" and "filled" in request.POST:
        try:
            close_notices(actor=request.user, notices=found)
            messages.success(request, f"已登记{len(found)}项公示的结果。")
            return redirect("review:notices")
        except GuardFailed as error:
            refused = error.reasons
    context = {
        "rows": rows,
        "errors": refused,
        "may_close": all(not row["reasons"] for row in rows),
        "crumbs": [("公示", reverse("review:notices")), ("登记结果", "")],
    }
    return render(request, "review/notice_outcome.html", context, status=403 if refused else 200)


def _closing(notice) -> dict:
    """What closing the notice today would write, or why it cannot be closed."""
    outcomes = [each.outcome for each in notice.objections.all()]
    clean = NoticeOutcome.UNFOUNDED if outcomes else NoticeOutcome.NO_OBJECTION
    return row_of(notice) | {
        "reasons": why_not_closed(notice, outcomes, today()),
        "will_be": clean.label,
        "objections": len(outcomes),
    }
