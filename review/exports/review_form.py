"""《专业技术职务任职资格评审表》 from the frozen case and what the chain said of it
(domain/forms.md): with the full ID number and the 双承诺 (程-3)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import IO, NamedTuple

from django.utils import timezone

from applications.derived import highest_education, is_in_present_post, term_start
from applications.enums import State
from applications.steps import choices
from documents.forms.review_form import (
    NONE,
    Basics,
    ReviewForm,
    Statement,
    review_forms_docx,
    review_forms_pdf,
)
from policy.facts import parse_facts
from policy.schema import Policy
from review.exports import opinions
from review.exports.achievements import rank_of
from review.exports.base import Export, register
from review.exports.person import DEGREES, Person, person_of
from review.exports.records import FrozenCase, in_order
from review.exports.selection import Selection
from review.exports.texts import (
    chosen,
    day_in_words,
    joined,
    month,
    month_in_words,
    period_in_words,
    plain,
)
from review.exports.titles import review_form_title
from review.models import Opinion
from review.wording import UNIT_COMMITMENT

WORKS = ("key_project", "technology_application", "award", "patent", "substitute")
# Important technical reports are registered with the papers.
REPORTS = frozenset({"development_report", "research_report"})


@register
class ReviewForms(Export):
    """评审表, several pages a person."""

    key = "review-form"
    label = "专业技术职务任职资格评审表"
    title = "评审表"
    formats = ("docx", "pdf")
    most = {"docx": 60, "pdf": 40}

    def write(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        policy, given = selection.round.policy, Given(selection)
        forms = in_order(selection, lambda case: review_form(case, policy, given))
        if forms:
            file.write(review_forms_pdf(forms) if format == "pdf" else review_forms_docx(forms))
        return len(forms)


class _Said(NamedTuple):
    state: str
    given_at: datetime
    commitment: bool


class Given:
    """When each stop said what it says of a submission, and whether the unit gave its half of
    the 双承诺; read once for all."""

    def __init__(self, selection: Selection):
        self._said: dict[tuple[int, int], list[_Said]] = defaultdict(list)
        cases = selection.cases.order_by().values("pk")
        rows = Opinion.objects.filter(application__in=cases).order_by("pk")
        columns = ("application_id", "snapshot_number", *_Said._fields)
        for case, number, *values in rows.values_list(*columns):
            self._said[case, number].append(_Said(*values))

    def by_unit(self, case: FrozenCase) -> list[_Said]:
        """The unit's opinions on this submission, the last at the end."""
        return [each for each in self._of(case) if each.state == State.UNIT_REVIEW]

    def above_unit(self, case: FrozenCase) -> list[_Said]:
        """Those of the bodies above it."""
        return [each for each in self._of(case) if each.state != State.UNIT_REVIEW]

    def _of(self, case: FrozenCase) -> list[_Said]:
        return self._said[case.snapshot.application_id, case.snapshot.number]


def review_form(case: FrozenCase, policy: Policy, given: Given) -> ReviewForm:
    """One person's form."""
    data, person = case.data, person_of(case, policy)
    before, since = _works(case, policy)
    unit, above = given.by_unit(case), given.above_unit(case)
    return ReviewForm(
        title=review_form_title(policy),
        unit=data["unit"]["name"],
        name=data["person"]["name"],
        current_title=person.title or NONE,
        applied_title=data["application"]["level_label"],
        filled_on=day_in_words(date.fromisoformat(data["application"]["as_of"])),
        basics=_basics(case, person),
        training=tuple(
            (
                period_in_words(row),
                plain(row, "content"),
                plain(row, "place"),
                plain(row, "witness"),
            )
            for row in _by_time(case.rows("training"))
        ),
        work=tuple(
            (
                period_in_words(row),
                plain(row, "unit"),
                plain(row, "specialty"),
                plain(row, "position"),
            )
            for row in _by_time(case.rows("work"))
        ),
        works_before=before,
        works_since=since,
        writings=_writings(case),
        assessments=_assessments(case),
        own_commitment=_own_commitment(data["commitment"]),
        unit_commitment=_unit_commitment(unit),
        unit_opinion=_statement(opinions.unit_opinion(case), unit),
        presenting_opinion=_statement(opinions.department_opinion(case), above),
    )


def _basics(case: FrozenCase, person: Person) -> Basics:
    about, typed = case.one("application"), case.one("person")
    schooling = highest_education({"education": _graduated(case)})
    posts = (plain(about, "administrative_post"), about.get("administrative_post_since"))
    return Basics(
        name=case.data["person"]["name"],
        former_name=plain(typed, "former_name"),
        gender=case.data["person"]["sex_label"],
        ethnicity=plain(typed, "ethnicity"),
        born=_day_typed(case.data["person"]["birth_date"]),
        birth_place=plain(typed, "birth_place"),
        work_started=month_in_words(about.get("work_started")),
        health=chosen(choices.HEALTH, typed.get("health")),
        id_number=case.id_number,
        education=chosen(choices.EDUCATION_LEVELS, schooling.get("level")),
        degree=_degree(case),
        school=plain(schooling, "school"),
        major=plain(schooling, "major"),
        duration=plain(schooling, "duration"),
        graduated=month_in_words(schooling.get("graduated")),
        post=joined(person.title, _since(person.appointed), by="，") if person.appointed else "",
        specialty=plain(about, "current_specialty"),
        title=joined(person.title, month_in_words(person.obtained), person.authority, by="，"),
        administrative_post=joined(posts[0], _since(posts[1]), by="，"),
        societies=plain(about, "societies"),
        foreign_language=plain(about, "foreign_language"),
    )


def _graduated(case: FrozenCase) -> list[dict]:
    return [
        row for row in case.rows("education") if "graduation" in (row.get("certificates") or [])
    ]


def _degree(case: FrozenCase) -> str:
    """The highest degree that is held."""
    held = {
        row.get("level")
        for row in case.rows("education")
        if "degree" in (row.get("certificates") or [])
    }
    return next((word for level, word in DEGREES.items() if level in held), "")


def _since(typed: str | None) -> str:
    return f"{month_in_words(typed)}起" if typed else ""


def _day_typed(iso: str) -> str:
    try:
        return day_in_words(date.fromisoformat(iso))
    except ValueError:
        return iso


def _by_time(rows: Iterable[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: month(row.get("from")))


_Lines = tuple[tuple[str, str, str, str], ...]


def _works(case: FrozenCase, policy: Policy) -> tuple[_Lines, _Lines]:
    """What was done before the present post and since; what has no day counts as since."""
    start = term_start(parse_facts(case.data["facts"]), policy)
    before, since = [], []
    rows = [row for kind in WORKS for row in case.rows(kind) if not _is_report(row)]
    for row in _by_time(rows):
        is_since = is_in_present_post(row, start) is not False
        (since if is_since else before).append(_work(row))
    return tuple(before), tuple(since)


def _is_report(row: dict) -> bool:
    return row.get("material") in REPORTS


def _work(row: dict) -> tuple[str, str, str, str]:
    role = chosen(choices.ROLES, row.get("role")) or chosen(
        choices.INVENTOR_ROLES, row.get("inventor_role")
    )
    done = joined(role and f"{role}。", plain(row, "contribution"), by="")
    result = joined(
        plain(row, "award_name"),
        joined(plain(row, "awarded_by"), month_in_words(row.get("awarded")), by="，"),
        joined(
            chosen(choices.PATENT_KINDS, row.get("patent_kind")),
            plain(row, "patent_number"),
            by=" ",
        ),
        plain(row, "effect"),
    )
    return period_in_words(row), plain(row, "name"), done, result


def _writings(case: FrozenCase) -> _Lines:
    """Papers and technical reports, the earliest first."""
    papers = [
        (
            row.get("published"),
            joined(plain(row, "name"), plain(row, "contribution"), by="\n"),
            joined(plain(row, "journal"), plain(row, "journal_number"), plain(row, "sponsor")),
            rank_of(row),
        )
        for row in case.rows("paper")
    ]
    reports = [
        (
            row.get("to") or row.get("from"),
            joined(plain(row, "name"), plain(row, "contribution"), by="\n"),
            joined(plain(row, "approved_by"), plain(row, "effect")),
            chosen(choices.ROLES, row.get("role")),
        )
        for row in case.rows("substitute")
        if _is_report(row)
    ]
    in_order = sorted([*papers, *reports], key=lambda line: month(line[0]))
    return tuple((month_in_words(when), *rest) for when, *rest in in_order)


def _assessments(case: FrozenCase) -> str:
    rows = sorted(case.rows("assessments"), key=lambda row: plain(row, "year"))
    yearly = joined(
        *(
            f"{plain(row, 'year')}年度{chosen(choices.ASSESSMENT_RESULTS, row.get('result'))}"
            for row in rows
        ),
        by="、",
    )
    term = chosen(choices.ASSESSMENT_RESULTS, case.one("term_assessment").get("result"))
    return joined(yearly and f"{yearly}。", term and f"任职期满考核：{term}。", by="\n")


def _own_commitment(given: dict) -> Statement:
    moment = datetime.fromisoformat(given["at"])
    return Statement(given["text"], day_in_words(timezone.localtime(moment).date()))


def _unit_commitment(said: list[_Said]) -> Statement:
    if not said or not said[-1].commitment:
        return Statement()
    return Statement(UNIT_COMMITMENT, _day_of(said))


def _statement(text: str, said: list[_Said]) -> Statement:
    return Statement(text, _day_of(said) if text and said else "")


def _day_of(said: list[_Said]) -> str:
    return day_in_words(timezone.localdate(said[-1].given_at))
