"""Whether an achievement counts as typed: each row judged alone by the one engine."""

from dataclasses import dataclass

from accounts.clock import today
from applications.case import Case
from applications.facts import facts_of
from applications.links import section_address
from applications.pages import Block
from applications.steps import ACHIEVEMENT_KINDS, section_of
from policy.engine import check
from policy.facts import Facts, parse_facts
from policy.verdict import MET, Finding

# So many copies of one row satisfy an item that asks for several, when the row itself is good.
COPIES = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a row counts towards an item of the level, and the sentence that says so."""

    counts: bool | None  # None where the level asks for nothing
    message: str


@dataclass(frozen=True, slots=True)
class KindView:
    """One kind of achievement on the overview."""

    label: str
    hint: str
    address: str
    rows: int
    problems: int


def kinds_of(case: Case) -> list[KindView]:
    """All kinds with how many rows each has and how many of those are not complete."""
    wrong: dict[str, set[int]] = {}
    for problem in case.problems:
        wrong.setdefault(problem.section, set()).add(problem.row)
    return [
        KindView(
            (section := section_of(key)).label,
            section.hint,
            section_address(case.application, section),
            len(case.typed.get(key, [])),
            len(wrong.get(key, ())),
        )
        for key in ACHIEVEMENT_KINDS
    ]


def rows_judged(case: Case, block: Block) -> None:
    """Put a judgement at every row of a kind's list."""
    stored = case.typed.get(block.section.key, [])
    items = {item.id for item in case.context.policy.items if case.application.level in item.levels}
    if not items:
        for view in block.rows:
            view.judgement = Judgement(None, "本级别对业绩不作要求，填写的内容仍会印在表上。")
        return
    nothing = _items(case, case.facts.model_copy(update={"achievements": []}), items)
    for view, row in zip(block.rows, stored, strict=True):
        view.judgement = _judge(case, block.section.key, row, items, nothing)


def _judge(case: Case, kind: str, row: dict, items: set[str], nothing: dict) -> Judgement:
    fact = facts_of({kind: [row]}, case.applicant, case.context, [])["achievements"]
    alone = parse_facts({"achievements": fact}).achievements
    facts = case.facts.model_copy(update={"achievements": list(alone) * COPIES})
    found = _items(case, facts, items)
    for key, finding in found.items():
        if finding.status == MET and nothing[key].status != MET:
            return Judgement(True, f"按现在填写的内容，可以计入：{_label(case, key)}。")
    changed = [each for key, each in found.items() if each.message != nothing[key].message]
    why = changed[0].message if changed else "按现在填写的内容，不能计入任何一项业绩条件。"
    return Judgement(False, why)


def _items(case: Case, facts: Facts, items: set[str]) -> dict[str, Finding]:
    verdict = check(case.context.policy, case.application.level, facts, today())
    return {each.id: each for each in _walk(verdict.findings) if each.id in items}


def _walk(findings):
    for finding in findings:
        yield finding
        yield from _walk(finding.children)


def _label(case: Case, key: str) -> str:
    return next(item.label for item in case.context.policy.items if item.id == key)
