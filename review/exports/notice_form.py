"""附件2, the unit's three notices of one person: a sheet a person from the frozen case."""

from collections import defaultdict
from datetime import date, datetime
from typing import IO

from django.db.models import Q
from django.utils import timezone

from accounts.clock import today
from applications.enums import State
from documents.forms.notice_form import (
    NoticeForm,
    PostedNotice,
    notice_forms_docx,
    notice_forms_pdf,
)
from policy.schema import Policy
from review.enums import CLEAN_OUTCOMES, NoticeKind, NoticeOutcome
from review.exports import opinions
from review.exports.base import Export, register
from review.exports.person import person_of
from review.exports.records import FrozenCase, in_order
from review.exports.selection import Selection
from review.exports.texts import day_in_words, month_in_words, plain
from review.exports.titles import notice_form_title
from review.models import Opinion, PublicNotice
from review.periods import period_of


@register
class NoticeForms(Export):
    """公示情况表; the unit prints it for the dossier's first page."""

    key = "notice-form"
    label = "公示情况表（附件2）"
    title = "公示情况表"
    right = "export_notice_form"
    formats = ("docx", "pdf")
    most = {"docx": 200, "pdf": 100}

    def write(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        records = Records(selection)
        forms = in_order(selection, lambda case: notice_form(case, records))
        if forms:
            file.write(notice_forms_pdf(forms) if format == "pdf" else notice_forms_docx(forms))
        return len(forms)


class Records:
    """What the form needs beyond a frozen case: the notices in full, and when the unit gave its
    opinion; read once for all."""

    def __init__(self, selection: Selection):
        self.policy: Policy = selection.round.policy
        cases = selection.cases.order_by().values("pk")
        self._rules: dict[int, PublicNotice] = {}
        self._own: dict[int, dict[str, PublicNotice]] = defaultdict(dict)
        rows = PublicNotice.objects.filter(
            Q(kind=NoticeKind.RULES, round=selection.round) | Q(application__in=cases),
            replaced_at__isnull=True,
        )
        for notice in rows:
            if notice.application_id is None:
                self._rules[notice.unit_id] = notice
            else:
                self._own[notice.application_id][notice.kind] = notice
        given = Opinion.objects.filter(application__in=cases, state=State.UNIT_REVIEW)
        columns = ("application_id", "snapshot_number", "given_at")
        self._given: dict[tuple[int, int], datetime] = {
            (case, number): moment for case, number, moment in given.values_list(*columns)
        }

    def notices(self, case: FrozenCase) -> dict[str, PublicNotice]:
        """The three that bear on a case, by kind."""
        found = dict(self._own.get(case.snapshot.application_id, {}))
        rules = self._rules.get(case.data["unit"]["id"])
        return found | ({NoticeKind.RULES.value: rules} if rules else {})

    def opinion_day(self, case: FrozenCase) -> date | None:
        """The day on which the unit said what it says of this submission."""
        moment = self._given.get((case.snapshot.application_id, case.snapshot.number))
        return timezone.localdate(moment) if moment else None


def notice_form(case: FrozenCase, records: Records) -> NoticeForm:
    """One person's form."""
    data, about = case.data, case.one("application")
    person, posted = person_of(case, records.policy), records.notices(case)
    given_on = records.opinion_day(case)
    last = next((posted[kind] for kind in reversed(NoticeKind) if kind in posted), None)
    return NoticeForm(
        title=notice_form_title(records.policy),
        unit=data["unit"]["name"],
        filled_on=day_in_words(given_on or today()),
        name=data["person"]["name"],
        gender=data["person"]["sex_label"],
        born=month_in_words(data["person"]["birth_date"]),
        id_number=data["person"]["id_number"],
        current_title=person.title,
        obtained=month_in_words(person.obtained),
        appointed=month_in_words(person.appointed),
        current_specialty=plain(about, "current_specialty"),
        applied_title=data["application"]["level_label"],
        applied_specialty=plain(about, "applied_specialty"),
        notices=tuple(_posted(kind, posted.get(kind), records.policy) for kind in NoticeKind),
        is_clean=_is_clean(posted),
        staff_representatives=last.staff_representatives if last else "",
        supervisor=last.supervisor if last else "",
        opinion=opinions.unit_opinion(case),
        opinion_date=day_in_words(given_on) if given_on else "",
    )


def _posted(kind: NoticeKind, notice: PublicNotice | None, policy: Policy) -> PostedNotice:
    if notice is None:
        return PostedNotice(kind.label)
    rules = policy.notices
    period = period_of(notice.first_day, notice.last_day, rules.first_day_counts if rules else True)
    without = "无异议" if notice.outcome == NoticeOutcome.NO_OBJECTION else ""
    return PostedNotice(
        label=kind.label,
        days=f"{day_in_words(notice.first_day)}\n至\n{day_in_words(notice.last_day)}",
        working_days=str(period.working_days),
        place=notice.place,
        telephone=notice.telephone,
        objections=notice.objection or without,
        handler=notice.handler,
    )


def _is_clean(posted: dict[str, PublicNotice]) -> bool | None:
    """无异议 when all three ended without any; None while one is missing or has no outcome."""
    outcomes = {notice.outcome for notice in posted.values()}
    if NoticeOutcome.FOUNDED in outcomes:
        return False
    if len(posted) < len(NoticeKind) or not outcomes <= set(CLEAN_OUTCOMES):
        return None
    return outcomes == {NoticeOutcome.NO_OBJECTION}
