"""What the holder of a case does next, where it cannot be moved on yet: one sentence and where it
is done. Read from what the page shows anyway."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.clock import today
from applications.enums import State
from review.casefile import CaseFile
from review.enums import CLEAN_OUTCOMES, NoticeKind
from review.wording import day_text


@dataclass(frozen=True, slots=True)
class NextStep:
    """`address` is "" where there is only to wait."""

    text: str
    label: str = ""
    address: str = ""


def next_step(file: CaseFile) -> NextStep | None:
    """The next thing to do; None where the case can be moved on, or is not held here."""
    if not file.possibilities or not file.possibilities[0].reasons:
        return None
    state = file.application.state
    if file.is_late and any("截止日期已过" in each for each in file.possibilities[0].reasons):
        # Days of grace may still let it pass: then the guard says nothing.
        if state == State.OFFICE_REVIEW:
            return NextStep("截止日期已过；有正当理由的，可以延长这份申报的截止日期。")
        return NextStep("截止日期已过；有正当理由的，请联系评委会办延长这份申报的截止日期。")
    if state == State.UNIT_REVIEW:
        return _of_unit(file)
    return _of_office(file) if state == State.OFFICE_REVIEW else _of_body(file)


def _of_unit(file: CaseFile) -> NextStep:
    """程-2: rules and materials posted, then the evaluation, then the opinion posted; what is
    over is closed first, since an objection may end it all."""
    views = {view.kind: view for view in file.notices}
    return (
        _to_post_one_of(file, views, NoticeKind.RULES, NoticeKind.MATERIALS)
        or _to_close(views)
        or _to_evaluate(file)
        or _to_post_one_of(file, views, NoticeKind.OPINION)
        or _to_wait(views)
        or NextStep(
            "按下面写的原因补办；公示过的内容有修改的，重新登记公示。",
            "登记公示",
            _about(file, "notice_record"),
        )
    )


def _to_post_one_of(file: CaseFile, views: dict, *kinds: NoticeKind) -> NextStep | None:
    missing = [kind for kind in kinds if kind in views and views[kind].notice is None]
    return _to_post(file, missing[0]) if missing else None


def _to_post(file: CaseFile, kind: NoticeKind) -> NextStep:
    if kind == NoticeKind.RULES:
        address = reverse("review:notice_rules")
    else:
        address = _about(file, "notice_record", kind=kind.value)
    return NextStep(f"登记“{kind.label}”公示。", "登记公示", address)


def _to_evaluate(file: CaseFile) -> NextStep | None:
    if file.is_recognized_by_unit:
        address = reverse("review:examination", args=[file.application.pk])
        step = NextStep("登记单位考察的日期和结果。", "登记考察", address)
        return None if file.examination else step
    address = _about(file, "evaluation_record")
    step = NextStep("开民主评议会，登记日期、人数和意见。", "登记民主评议", address)
    return None if file.evaluation else step


def _to_close(views: dict) -> NextStep | None:
    """Handle what was objected, then record how the notices that are over came out; a founded
    objection ends the way."""
    posted = [view for view in views.values() if view.notice]
    if any(view.notice.outcome not in (*CLEAN_OUTCOMES, "open") for view in posted):
        return NextStep("公示有异议且经核查成立，请退回修改或登记不予推荐。")
    if objected := [view for view in posted if view.notice.has_open_objection]:
        address = reverse("review:notice", args=[objected[0].notice.pk])
        name = objected[0].label
        return NextStep(f"核查“{name}”公示收到的异议，登记每一件的结果。", "处理异议", address)
    over = [
        view for view in posted if view.notice.outcome == "open" and view.notice.last_day < today()
    ]
    if not over:
        return None
    keys = urlencode([("notice", view.notice.pk) for view in over])
    names = "、".join(f"“{view.label}”" for view in over)
    address = f"{reverse('review:notice_outcome')}?{keys}"
    return NextStep(f"{names}公示已经结束，登记公示结果。", "登记公示结果", address)


def _to_wait(views: dict) -> NextStep | None:
    waiting = [view.notice.last_day for view in views.values() if view.notice.outcome == "open"]
    if not waiting:
        return None
    return NextStep(f"等公示结束：最后一天是{day_text(max(waiting))}，第二天起登记结果。")


def _of_body(file: CaseFile) -> NextStep | None:
    application = file.application
    own = application.recommending_body_id
    if application.holder_id != own or any(each.organisation_id == own for each in file.letters):
        return None
    return NextStep(
        "登记推荐函的文号和日期，一份推荐函可以包括多人。",
        "登记推荐函",
        _about(file, "letter_record"),
    )


def _of_office(file: CaseFile) -> NextStep | None:
    address = reverse("review:originals", args=[file.application.pk])
    if file.unchecked_parts:
        text = f"逐项核验原件，还有{file.unchecked_parts}项。"
        return NextStep(text, "原件核验", address)
    if file.inconsistent_parts:
        return NextStep("有材料与原件不一致，请退回修改或登记不予受理。", "查看核验", address)
    return None


def _about(file: CaseFile, name: str, **more: str) -> str:
    asked = urlencode({"application": file.application.pk} | more)
    return f"{reverse(f'review:{name}')}?{asked}"
