"""What of an application page never changes, drawn once: verdict, dossier, evidence, events.

A submission is frozen, and so is what the page shows of it; drawing it is the dearest part of
the page. The drawn parts stay in this process only, and are handed out after the case was found
in the reader's scope.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.kept import Kept
from accounts.prepared import Prepared
from applications.models import Application, Event, Snapshot
from applications.queries import history_of
from review.guards import parts_of
from review.history import lines_of

MOST_KEPT = 400  # two for a case: some 50 kB and some 5 kB
_kept = Kept(MOST_KEPT)


_TEMPLATES = {
    "verdict": "review/parts/verdict.html",
    "dossier": "applications/parts/dossier.html",
    "evidence": "review/parts/evidence.html",
}
_HISTORY = "review/parts/history.html"


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One part of the evidence with its frozen files."""

    need: str
    label: str
    files: list[dict]


@dataclass(frozen=True, slots=True)
class Brief:
    """What the page says of a submission besides: read from its text once."""

    level_label: str
    unit_name: str
    parts: list[tuple[str, str]]  # of the evidence: key and label, each once
    hashes: frozenset[str]  # of its files


def _brief_of(data: dict) -> Brief:
    return Brief(
        data["application"]["level_label"],
        data["unit"]["name"],
        parts_of(data),
        frozenset(file["sha256"] for part in evidence_of(data) for file in part.files),
    )


def evidence_of(data: dict) -> list[EvidencePart]:
    """The files of a submission by part, in binding order."""
    files = [*data["files"], *data.get("paper_files", ())]
    groups = groupby(files, key=lambda file: (file["need"], file["label"]))
    return [EvidencePart(need, label, list(files)) for (need, label), files in groups]


def drawn(
    snapshot: Snapshot, application: Application, read: Callable[[], dict[str, dict]]
) -> dict[str, Any]:
    """The drawn `verdict`, `dossier` and `evidence` of a submission, and its `brief`.

    `read()` answers with the context of each, and is asked only when they are not kept. What the
    round's policy and dates bear on is drawn anew when those change.
    """
    round = application.round
    key = (
        snapshot.pk,
        snapshot.sha256,
        round.policy_key,
        round.year,
        round.office_from,
        round.office_until,
    )

    def draw() -> dict[str, Any]:
        contexts = read()
        found = {name: render_to_string(_TEMPLATES[name], contexts[name]) for name in _TEMPLATES}
        return found | {"brief": _brief_of(snapshot.data)}

    return _kept.once(key, draw)


def drawn_history(application: Application) -> SafeString:
    """A case's events as the page's timeline, the newest first.

    An event never changes, and its hash stands for all of it but the names.
    """
    key = tuple(_told(case=application.pk))

    def draw() -> SafeString:
        return render_to_string(_HISTORY, {"lines": lines_of(history_of(application))})

    return _kept.once(key, draw)


_told = Prepared(
    lambda case: (
        Event.objects.filter(application=case)
        .order_by("seq")
        .values_list("hash", "actor__name", "organisation__name", named=True)
    )
)


def forget() -> None:
    """Drop what is kept; for tests."""
    _kept.forget()
