"""Answers of the self-check on their way into a draft: sealed, opened, typed in where it is empty.

They lie in a form's hidden field only, signed and for half an hour; the portal keeps none of them
until the person confirms.
"""

from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from accounts.errors import DomainError, NotAllowed
from accounts.models import User
from applications import drafts
from applications.enums import State
from applications.models import Application
from applications.selfcheck.answers import Answers
from applications.steps import STEPS, section_of
from applications.steps.spec import Section

SECONDS = 30 * 60
_SALT = "applications.selfcheck"
_BEGUN = ("person", "application")
# Questions whose answer is told with the list that they open.
_QUESTIONS = {section.ask[0] for step in STEPS for section in step.sections if section.ask}


class UnusableAnswers(DomainError):
    """A sealed text that is not ours, was changed, or is too old; the text says which."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers for a round and level, as a draft types them."""

    round_key: str
    level: str
    sections: Answers


def seal(carried: Carried) -> str:
    """The answers as one signed and compressed text for a hidden field."""
    return signing.dumps(
        {"round": carried.round_key, "level": carried.level, "sections": carried.sections},
        salt=_SALT,
        compress=True,
    )


def unseal(text: str) -> Carried:
    """The answers in a sealed text. Raises UnusableAnswers."""
    try:
        content = signing.loads(text, salt=_SALT, max_age=SECONDS)
    except signing.SignatureExpired:
        raise UnusableAnswers(
            f"自测结果只保留 {SECONDS // 60} 分钟，已经过期，没有带入任何内容。"
        ) from None
    except signing.BadSignature:
        raise UnusableAnswers("自测结果不完整或被改动过，没有带入任何内容。") from None
    return Carried(content["round"], content["level"], content["sections"])


@dataclass(frozen=True, slots=True)
class Line:
    """One section of the carried answers: whether it is typed in, and how many rows it has."""

    label: str
    rows: int | None  # None for a section that exists once
    is_filled: bool


def plan(application: Application | None, sections: Answers) -> list[Line]:
    """What `carry_over` would fill, section by section; all of it where there is no draft yet."""
    empty = _empty_sections(application, sections) if application else set(sections)
    return [
        Line(
            (declared := section_of(key)).label,
            len(rows) if declared.rows else None,
            key in empty,
        )
        for key, rows in sections.items()
        if key not in _QUESTIONS
    ]


def carry_over(*, application: Application, actor: User, sections: Answers) -> list[str]:
    """Type the answers into the draft's empty sections; nothing that was typed is changed.

    Returns the labels of the sections that were filled. Raises NotAllowed once submitted.
    """
    with transaction.atomic():
        application = drafts.lock_draft(application, actor, "person")
        if application.state != State.DRAFT:
            raise NotAllowed("退回修改的申报不能再带入自测的内容，请直接修改开放的步骤。")
        empty = _empty_sections(application, sections)
        drafts.fill(
            application=application,
            actor=actor,
            sections={key: rows for key, rows in sections.items() if key in empty},
        )
    return [section_of(key).label for key in sections if key in empty - _QUESTIONS]


def _empty_sections(application: Application, sections: Answers) -> set[str]:
    """The sections in which the draft holds no row or nothing typed."""
    typed: dict[str, list[dict]] = {}
    for entry in application.entries.filter(removed_at__isnull=True):
        typed.setdefault(entry.section, []).append(entry.values)
    return {key for key, rows in sections.items() if _is_empty(section_of(key), rows, typed)}


def _is_empty(section: Section, rows: list[dict], typed: dict[str, list[dict]]) -> bool:
    stored = typed.get(section.key, [])
    if not section.rows:
        names = {name for row in rows for name in row}
        return not any(
            value
            for values in stored
            for name, value in values.items()
            # These two hold something from the first click: what is carried decides.
            if name in names or section.key not in _BEGUN
        )
    if section.ask is not None:
        question, name = section.ask
        if any(values.get(name) == "no" for values in typed.get(question, [])):
            return False
    return not stored
