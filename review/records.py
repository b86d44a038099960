"""公示、评议、意见 of one case as the application page shows them, drawn once for the same words.

What is drawn is the key under which it is kept: nothing else goes into the drawing.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.kept import Kept
from review.casefile import CaseFile
from review.models import Evaluation, Examination, LetterEntry, RecognitionObjection
from review.notice_view import NoticeView

MOST_KEPT = 400  # some 4 kB each
_kept = Kept(MOST_KEPT)
_TEMPLATE = "review/parts/records.html"


class NoticeLine(NamedTuple):
    """One of the three notices; all but the label are empty where it is not recorded."""

    label: str
    days: str
    working_days: int
    place: str
    telephone: str
    tone: str
    word: str
    objection: str


class Held(NamedTuple):
    """A democratic evaluation or a unit's examination: the day, what came out, the text."""

    day: date
    outcome: str
    text: str


class Objected(NamedTuple):
    """An objection to a technician's recognition; the last three are empty while it is open."""

    organisation: str
    outcome: str
    reason: str
    recorded_by: str
    recorded_at: datetime
    finding: str
    decided_by: str
    decided_at: datetime | None


class Said(NamedTuple):
    """The opinion of one stop on one submission."""

    organisation: str
    text: str
    given_by: str
    given_at: datetime
    snapshot_number: int
    commitment: bool
    remark: str


class Recommended(NamedTuple):
    """An issued letter that lists the case; the number of the one that replaced it, or ""."""

    organisation: str
    number: str
    issued_on: date
    replaced_by: str


class Checked(NamedTuple):
    """The check of the originals: parts in all, those not yet checked, those that differ."""

    total: int
    waiting: int
    differing: tuple[tuple[str, str], ...]


class Records(NamedTuple):
    """All of it; a part is empty or None where the case has none or the reader may not see it."""

    notices: tuple[NoticeLine, ...]
    evaluation: Held | None
    examination: Held | None
    objections: tuple[Objected, ...]
    opinions: tuple[Said, ...]
    letters: tuple[Recommended, ...]
    originals: Checked | None


def drawn_records(file: CaseFile) -> SafeString:
    """All of it as the page shows it."""
    records = _records_of(file)
    return _kept.once(records, lambda: render_to_string(_TEMPLATE, {"records": records}))


def _records_of(file: CaseFile) -> Records:
    return Records(
        tuple(_notice(view) for view in file.notices),
        _evaluated(file.evaluation) if file.evaluation else None,
        _examined(file.examination) if file.examination else None,
        tuple(_objected(each) for each in file.recognition_objections),
        tuple(Said(*row) for row in file.opinions),
        tuple(_recommended(entry) for entry in file.letters),
        _checked(file) if file.originals else None,
    )


def _notice(view: NoticeView) -> NoticeLine:
    notice, period = view.notice, view.period
    if notice is None or period is None:
        return NoticeLine(view.label, "", 0, "", "", view.tone, view.word, "")
    return NoticeLine(
        view.label,
        view.days,
        period.working_days,
        notice.place,
        notice.telephone,
        view.tone,
        view.word,
        notice.objection,
    )


def _evaluated(found: Evaluation) -> Held:
    outcome = f"参加{found.present}人，同意{found.in_favour}人"
    return Held(found.held_on, outcome, found.opinion)


def _examined(found: Examination) -> Held:
    return Held(found.held_on, "合格" if found.passed else "不合格", found.result)


def _objected(each: RecognitionObjection) -> Objected:
    return Objected(
        each.organisation.name,
        each.get_outcome_display(),
        each.reason,
        each.recorded_by.name,
        each.recorded_at,
        each.finding,
        each.decided_by.name if each.decided_by else "",
        each.decided_at,
    )


def _recommended(entry: LetterEntry) -> Recommended:
    letter = entry.letter
    assert letter.issued_on is not None, "an issued letter is whole"
    newer = letter.replaced_by
    return Recommended(
        letter.organisation.name, letter.number, letter.issued_on, newer.number if newer else ""
    )


def _checked(file: CaseFile) -> Checked:
    return Checked(len(file.originals), file.unchecked_parts, tuple(file.inconsistent_parts))
