"""A policy as a page: its clauses with an address each, and the rules read from them."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse
from pypinyin import lazy_pinyin

from applications.steps.spec import Step
from policy.loader import PolicyError, available, load_policy, policy_hash
from policy.plain import Box, boxes, readings
from policy.schema import Clause, Policy

# What stands before the sections of a heading: "三、评审条件", "附件 1".
_CHAPTER = re.compile(r"附件\s*\S+|\S+")


def anchor_of(clause: str) -> str:
    """The clause's id as an address may hold it: its reading in ASCII, 三-1-截止 → c-san-1-jie-zhi."""
    return "c-" + re.sub(r"[^a-z0-9]+", "-", "-".join(lazy_pinyin(clause)).lower()).strip("-")


def anchors_of(policy: Policy) -> dict[str, str]:
    """The anchor of every clause; a second one that reads alike gets a number after it."""
    anchors: dict[str, str] = {}
    for clause in policy.clauses:
        anchor = base = anchor_of(clause.id)
        count = 1
        while anchor in anchors.values():
            count += 1
            anchor = f"{base}-{count}"
        anchors[clause.id] = anchor
    return anchors


def clause_addresses(policy: Policy) -> dict[str, str]:
    """The address of every clause on the policy's page, by the clause's id."""
    known = _addresses.get(policy_hash(policy))
    if known is None:
        page = reverse("public:policy", args=[policy.key])
        known = {id: f"{page}#{anchor}" for id, anchor in anchors_of(policy).items()}
        _addresses[policy_hash(policy)] = known
    return known


_addresses: dict[str, dict[str, str]] = {}


@dataclass(slots=True)
class ClauseView:
    """One clause of the page with what is read from it."""

    id: str
    anchor: str
    text: str
    boxes: tuple[Box, ...]


@dataclass(slots=True)
class PartView:
    """Clauses under one heading of a chapter; `title` is "" where the chapter has no sections."""

    title: str
    anchor: str
    clauses: list[ClauseView] = field(default_factory=list)


@dataclass(slots=True)
class ChapterView:
    """A chapter of the document with its parts, in order."""

    title: str
    anchor: str
    parts: list[PartView] = field(default_factory=list)


@lru_cache(maxsize=16)
def published(key: str) -> Policy | None:
    """The published policy of that key; None when there is none."""
    try:
        return load_policy(key)
    except PolicyError:
        return None


def newest_policies() -> list[Policy]:
    """All published policies, the latest issued first."""
    policies = [policy for key in available() if (policy := published(key))]
    return sorted(policies, key=lambda policy: policy.issued, reverse=True)


@lru_cache(maxsize=16)
def document_of(key: str) -> tuple[ChapterView, ...]:
    """The document of a published policy, sentence by sentence; made once a process."""
    policy = load_policy(key)
    anchors, read = anchors_of(policy), readings(policy)
    chapters: list[ChapterView] = []
    for clause in policy.clauses:
        part = _part(chapters, clause)
        boxed = boxes(read[clause.id])
        part.clauses.append(ClauseView(clause.id, anchors[clause.id], clause.text, boxed))
    return tuple(chapters)


def _part(chapters: list[ChapterView], clause: Clause) -> PartView:
    """The part under whose heading the clause stands, opened where the heading is a new one."""
    found = _CHAPTER.match(clause.heading)
    title = found[0] if found else clause.heading
    rest = clause.heading[len(title) :].strip()
    if not chapters or chapters[-1].title != title:
        chapters.append(ChapterView(title, f"part-{len(chapters) + 1}"))
    parts = chapters[-1].parts
    if not parts or parts[-1].title != rest:
        parts.append(PartView(rest, f"{chapters[-1].anchor}-{len(parts) + 1}"))
    return parts[-1]


def clauses_of_step(step: Step, policy: Policy, level: str, kind: str = "") -> list[str]:
    """The clauses on which a step's fields bear at a level, in the order of the policy file;
    `kind` is the kind of achievement where the page is about one."""
    cited = [
        each.clause
        for each in policy.requirements
        if each.id in step.requirements and level in each.levels
    ]
    if "education" in step.requirements:
        cited.append(policy.education_counts.clause)
    if "route" in step.requirements:
        cited += [each.clause for each in policy.routes if each.level == level]
    cited += [each.clause for each in policy.items if each.id == kind and level in each.levels]
    text = _TEXTS.get(step.key)
    cited += [each.clause for each in policy.texts if each.key == text and level in each.levels]
    return list(dict.fromkeys(cited))


# Steps in which a text of the policy is written.
_TEXTS = {"summary": "work_summary", "defence": "defence_paper", "explanation": "explanation"}
