"""附件5, the roster: one row a person from the frozen case."""

from dataclasses import replace
from typing import IO

from accounts.clock import today
from documents.forms.roster import RosterHead, RosterRow, roster_pdf, write_roster_xlsx
from policy.schema import Policy
from review.exports import opinions
from review.exports.base import Export, register
from review.exports.person import Schooling, person_of
from review.exports.records import FrozenCase, in_order, recommending_body
from review.exports.routes import Conditions
from review.exports.selection import Selection
from review.exports.texts import day_in_words, month, plain, years
from review.exports.titles import form_title
from review.models import RecommendationLetter
from review.queries import letter_stands

SEVERAL_BODIES = "全部推荐部门"


@register
class Roster(Export):
    """审核花名表 of one recommending body, or of all for the committee office."""

    key = "roster"
    label = "审核花名表（附件5）"
    title = "审核花名表"
    most = {"pdf": 300}  # WeasyPrint takes most of a megabyte and 30 ms a row
    may_be_empty = True

    def write(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        policy = selection.round.policy
        bodies: set[tuple[int, str]] = set()
        conditions = Conditions(policy)

        def build(case: FrozenCase) -> RosterRow:
            bodies.add(recommending_body(case))
            return roster_row(case, policy, conditions)

        rows = in_order(selection, build)
        numbered = (replace(row, number=number) for number, row in enumerate(rows, start=1))
        head = roster_head(selection, sorted(bodies))
        if format == "pdf":
            file.write(roster_pdf(head, numbered))
        else:
            write_roster_xlsx(file, head, numbered)
        return len(rows)


def roster_head(selection: Selection, bodies: list[tuple[int, str]]) -> RosterHead:
    """Title and head line: the one body (key, name) that recommends, with its last letter's
    officer. Several share a roster in the committee office only, which signs for none of them."""
    title = form_title(selection.round.policy, "评审人员审核花名表")
    body, name = bodies[0] if len(bodies) == 1 else (None, SEVERAL_BODIES if bodies else "")
    letter = _last_letter(selection, body) if body else None
    if letter is None:
        return RosterHead(title, name, filled_on=day_in_words(today()))
    filled_on = day_in_words(letter.issued_on)
    return RosterHead(title, name, letter.filled_by, letter.telephone, filled_on)


def _last_letter(selection: Selection, body: int) -> RecommendationLetter | None:
    cases = selection.cases.order_by().values("pk")
    covering = RecommendationLetter.applications.through.objects.filter(application__in=cases)
    return RecommendationLetter.objects.filter(
        letter_stands(), organisation_id=body, pk__in=covering.values("letter")
    ).first()


def roster_row(case: FrozenCase, policy: Policy, conditions: Conditions) -> RosterRow:
    """One person's row; the running number is given when the order is known."""
    data, about = case.data, case.one("application")
    person = person_of(case, policy)
    route, items = conditions.met(data["verdict"])
    return RosterRow(
        number=0,
        name=data["person"]["name"],
        gender=data["person"]["sex_label"],
        born=month(data["person"]["birth_date"]),
        id_number=case.id_number,
        unit=data["unit"]["name"],
        unit_kind=data["unit"]["kind_label"],
        department=data["unit"]["parent"],
        work_started=month(about.get("work_started")),
        **_schooling("first", person.first),
        **_schooling("highest", person.highest),
        current_title=person.title,
        obtained=person.obtained,
        appointed=person.appointed,
        years_in_title=years(person.years_in_title),
        current_specialty=plain(about, "current_specialty"),
        years_in_specialty=years(person.years_in_specialty),
        applied_title=data["application"]["level_label"],
        applied_specialty=plain(about, "applied_specialty"),
        education_route=route,
        achievement_items=items,
        notice_result=opinions.notice_result(case),
        # In so narrow a cell the full stop would stand on a line of its own.
        unit_opinion=opinions.unit_opinion(case).removesuffix("。"),
        recommending_opinion=opinions.recommending_opinion(case).removesuffix("。"),
        telephone=plain(case.one("person"), "phone"),
        remarks=opinions.remarks(case),
    )


def _schooling(which: str, schooling: Schooling) -> dict[str, str]:
    return {
        f"{which}_level": schooling.level,
        f"{which}_school": schooling.school,
        f"{which}_major": schooling.major,
        f"{which}_study_mode": schooling.study_mode,
        f"{which}_graduated": schooling.graduated,
    }
