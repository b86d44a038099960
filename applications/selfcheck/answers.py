"""Answers of the self-check: read from a form, checked, made facts; nothing is kept."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from accounts.models import User
from applications.facts import facts_of
from applications.selfcheck.asked import IMPLIED, OWN_SECTIONS, asked_sections, years_asked
from applications.steps import section_of
from applications.steps.spec import Context, Kind, Section
from applications.steps.state import Problem, parse_values
from policy.facts import Facts, parse_facts
from policy.schema import Policy

# Section -> rows of typed values; a section that exists once has one row.
Answers = dict[str, list[dict[str, Any]]]


def first_answers(policy: Policy, level: str) -> Answers:
    """The form as it opens: a row where everybody has one, and the years that are asked."""
    years = years_asked(policy, level)
    answers: Answers = {}
    for section in asked_sections(policy, level):
        if not section.rows:
            answers[section.key] = [{}]
        elif section.key in years:
            answers[section.key] = [{"year": str(year)} for year in years[section.key]]
        else:
            answers[section.key] = [{}] if section.key in ("education", "work") else []
    return answers


def read_answers(posted, sections: tuple[Section, ...]) -> Answers:
    """What was posted, as typed; rows in the order of their numbers."""
    answers: Answers = {}
    for section in sections:
        if section.rows:
            starts = [f"{section.key}-{number}-" for number in _numbers(posted, section)]
        else:
            starts = [f"{section.key}-"]
        answers[section.key] = [_row(posted, section, start) for start in starts]
    return answers


def _numbers(posted, section: Section) -> list[int]:
    pattern = re.compile(rf"{section.key}-(\d{{1,3}})-", re.ASCII)
    return sorted({int(match[1]) for name in posted if (match := pattern.match(name))})


def _row(posted, section: Section, start: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for spec in section.fields:
        if spec.kind is Kind.MANY:
            known = dict(spec.choices)
            row[spec.name] = [each for each in posted.getlist(start + spec.name) if each in known]
        else:
            row[spec.name] = posted.get(start + spec.name, "")
    return row


def given(answers: Answers, sections: tuple[Section, ...], context: Context) -> Answers:
    """The answers without the rows that were left as they came."""
    years = years_asked(context.policy, context.level)
    return {
        section.key: [
            row
            for row in answers[section.key]
            if not (section.rows and _is_untouched(row, years.get(section.key, [])))
        ]
        for section in sections
    }


def _is_untouched(row: dict[str, Any], years: list[int]) -> bool:
    """Whether nothing was typed but, at most, a year that the form came with."""
    if any(value for name, value in row.items() if name != "year"):
        return False
    return not row.get("year") or row["year"] in map(str, years)


def problems_of(answers: Answers, sections: tuple[Section, ...], context: Context) -> list[Problem]:
    """What is missing or wrong, in the order of the form; rows are counted as on the page."""
    filled = given(answers, sections, context)
    found = []
    for section in sections:
        rows = answers[section.key]
        if section.rows and len(rows) > section.most:
            message = f"最多填写 {section.most} 条，请合并或删去多出的行。"
            found.append(Problem(section.key, section.most, "", message))
        for number, row in enumerate(rows):
            if not any(row is each for each in filled[section.key]):
                continue
            errors = parse_values(section, row, context)[1]
            found += [
                Problem(section.key, number, name, message, section.field(name).label)
                for name, message in errors.items()
            ]
    return found


def facts_from(answers: Answers, sections: tuple[Section, ...], context: Context) -> Facts:
    """The facts that flawless answers give, over the one bridge that drafts take."""
    filled = given(answers, sections, context)
    parsed = {
        section.key: [parse_values(section, row, context)[0] for row in filled[section.key]]
        for section in sections
    }
    person, about = _first(parsed, "person"), _first(parsed, "application")
    context = replace(context, unit_kind=about.get("unit_kind") or "")
    typed = {
        key: [{"values": {**IMPLIED.get(key, {}), **row}} for row in rows]
        for key, rows in filled.items()
        if key not in OWN_SECTIONS
    }
    # Nobody's account: what the form asks in place of an ID number.
    applicant = User(birth_date=_day(person.get("birth_date")), sex=person.get("sex") or "")
    facts = facts_of(typed, applicant, context, parsed.get("bans", []))
    facts["employer_examination_passed"] = bool(
        _first(parsed, "examination").get("employer_examination_passed")
    )
    facts["explanation_characters"] = _first(parsed, "explanation").get("explanation_characters")
    return parse_facts(facts)


def _first(parsed: dict[str, list[dict[str, Any]]], section: str) -> dict[str, Any]:
    return next(iter(parsed.get(section, [])), {})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def to_carry(answers: Answers, sections: tuple[Section, ...], context: Context) -> Answers:
    """The answers as a draft types them: declared fields only, questions about lists answered."""
    carried: Answers = {}
    for key, rows in given(answers, sections, context).items():
        if key in OWN_SECTIONS:
            continue
        declared = section_of(key)
        names = {spec.name for spec in declared.fields}
        kept = [
            {**IMPLIED.get(key, {}), **{name: row[name] for name in row if name in names}}
            for row in rows
        ]
        kept = [row for row in kept if any(row.values())]
        if kept:
            carried[key] = kept
        if kept and declared.ask:
            section, name = declared.ask
            carried.setdefault(section, [{}])[0][name] = "yes"
    return carried


def change_rows(answers: Answers, sections: tuple[Section, ...], add: str, remove: str) -> None:
    """Add a row to the list `add`, or take out the one named `remove` (`work-2`)."""
    for section in sections:
        if not section.rows:
            continue
        rows = answers[section.key]
        if section.key == add and len(rows) < section.most:
            rows.append({})
        for number in range(len(rows)):
            if remove == f"{section.key}-{number}":
                del rows[number]
                break
