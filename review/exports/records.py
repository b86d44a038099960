"""The frozen cases of an export, with what the chain recorded on them.

Queries are few and do not grow with the number of cases: the small records are read whole, the
snapshots one after another while the rows are built.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from pypinyin import lazy_pinyin

from applications.models import Application, Round, Snapshot
from policy.schema import Policy
from review.enums import NoticeKind
from review.exports.selection import Selection
from review.exports.texts import plain
from review.models import Evaluation, Opinion, PublicNotice

CHUNK = 200  # snapshots held at once
Built = TypeVar("Built")


class Notice(NamedTuple):
    """One public notice, as posted last: its kind, days and outcome."""

    kind: str
    first_day: date
    last_day: date
    outcome: str


class Said(NamedTuple):
    """What one stop of the chain said of a submission."""

    organisation_id: int
    organisation: str
    state: str
    snapshot_number: int
    text: str
    remark: str


class Judged(NamedTuple):
    """The unit's evaluation; counts are persons."""

    held_on: date
    present: int
    in_favour: int
    opinion: str


@dataclass(slots=True)
class FrozenCase:
    """One submission and the records that came after it; nothing else goes into a form."""

    snapshot: Snapshot
    notices: dict[str, Notice] = field(default_factory=dict)
    opinions: list[Said] = field(default_factory=list)
    evaluation: Judged | None = None

    @property
    def data(self) -> dict:
        return self.snapshot.data

    @property
    def id_number(self) -> str:
        """In full: who may export may see it, and the export is recorded."""
        return self.snapshot.id_number

    def rows(self, section: str) -> list[dict]:
        """The typed values of a list."""
        return self.data["sections"].get(section, [])

    def one(self, section: str) -> dict:
        """The typed values of a section that exists once."""
        rows = self.rows(section)
        return rows[0] if rows else {}


def in_order(selection: Selection, build: Callable[[FrozenCase], Built]) -> list[Built]:
    """What `build` makes of each case, in the roster's order: 申报资格, 申报专业, 工作单位,
    姓名 by pinyin (domain/forms.md). The snapshots themselves are not kept."""
    place = order_of(selection.round.policy)
    made = [(place(case), build(case)) for case in frozen_cases(selection)]
    made.sort(key=lambda pair: pair[0])
    return [built for _, built in made]


def order_of(policy: Policy) -> Callable[[FrozenCase], tuple]:
    """The key that puts cases into the roster's order; the receipt settles what is equal."""
    levels = {level.key: place for place, level in enumerate(policy.levels)}
    specialties = {specialty.key: place for place, specialty in enumerate(policy.specialties)}

    def place(case: FrozenCase) -> tuple:
        about, name = case.data["application"], case.data["person"]["name"]
        return (
            levels.get(about["level"], len(levels)),
            specialties.get(about["specialty"], len(specialties)),
            plain(case.one("application"), "applied_specialty"),
            case.data["unit"]["name"],
            _pinyin(case.snapshot.application, name),
            about["receipt"],
        )

    return place


def _pinyin(application: Application, name: str) -> str:
    # The column follows what is typed, so it is another person's name only while one is mended.
    if application.name == name and application.name_key:
        return application.name_key
    return " ".join(lazy_pinyin(name))


def frozen_cases(selection: Selection) -> Iterator[FrozenCase]:
    """The last submission of every case with its records, one after another, in no order."""
    cases = selection.cases.order_by().values("pk")
    opinions, (rules, notices) = _opinions(cases), _notices(selection.round, cases)
    evaluations = _evaluations(cases)
    for snapshot in _snapshots(cases).iterator(chunk_size=CHUNK):
        data, key = snapshot.data, snapshot.application_id
        if selection.level and data["application"]["level"] != selection.level:
            continue
        yield FrozenCase(
            snapshot,
            {**rules.get(data["unit"]["id"], {}), **notices.get(key, {})},
            opinions.get(key, []),
            evaluations.get(key),
        )


def recommending_body(case: FrozenCase) -> tuple[int, str]:
    """Key and name of the body that recommends on the way fixed at this submission."""
    stop = next(stop for stop in case.data["chain"] if stop["recommends"])
    return stop["organisation"], stop["name"]


def _snapshots(cases: QuerySet) -> QuerySet[Snapshot]:
    newer = Snapshot.objects.filter(
        application=OuterRef("application"), number__gt=OuterRef("number")
    )
    wanted = ("number", "content", "id_number_cipher", "id_number_hash")
    columns = ("application__name", "application__name_key")
    return (
        Snapshot.objects.filter(~Exists(newer), application__in=cases)
        .select_related("application")
        .only(*wanted, *columns)
        .order_by("pk")
    )


_Posted = dict[int, dict[str, Notice]]


def _notices(round: Round, cases: QuerySet) -> tuple[_Posted, _Posted]:
    """The units' rules notices by unit, and the cases' own by case."""
    rules: _Posted = defaultdict(dict)
    own: _Posted = defaultdict(dict)
    rows = PublicNotice.objects.filter(
        Q(kind=NoticeKind.RULES, round=round) | Q(application__in=cases),
        replaced_at__isnull=True,
    )
    for unit, case, *values in rows.values_list("unit_id", "application_id", *Notice._fields):
        notice = Notice(*values)
        place = rules[unit] if case is None else own[case]
        place[notice.kind] = notice
    return rules, own


def _opinions(cases: QuerySet) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    names = ["organisation__name" if name == "organisation" else name for name in Said._fields]
    rows = Opinion.objects.filter(application__in=cases).order_by("id")
    for key, *values in rows.values_list("application_id", *names):
        found[key].append(Said(*values))
    return found


def _evaluations(cases: QuerySet) -> dict[int, Judged]:
    rows = Evaluation.objects.filter(application__in=cases)
    return {
        key: Judged(*values) for key, *values in rows.values_list("application_id", *Judged._fields)
    }
