"""Verdicts a second on one core, with findings and messages."""

import time
from datetime import date

from benchmarks import django_setup
from benchmarks.table import Row

PEOPLE, GOAL = 400, 5000
YEAR = 2020


def run(options) -> list[Row]:
    """Invented people of every level, judged again and again for some seconds."""
    django_setup.set_up()
    from policy.engine import check
    from policy.facts import parse_facts
    from policy.loader import load_policy

    policy = load_policy("taiyuan-engineering-2020")
    raw = _facts(policy)
    parsed = [(level, parse_facts(facts)) for level, facts in raw]
    as_of = date(2020, 11, 2)

    def judge_all() -> None:
        for level, facts in parsed:
            check(policy, level, facts, as_of).to_dict()

    def parse_and_judge_all() -> None:
        for level, facts in raw:
            check(policy, level, parse_facts(facts), as_of).to_dict()

    judged = _rate(judge_all)
    whole = _rate(parse_and_judge_all)
    return [
        Row(
            "verdicts a second, one core", f"{judged:,.0f}", goal=f"≥ {GOAL:,}", met=judged >= GOAL
        ),
        Row("  with parsing the facts", f"{whole:,.0f}"),
    ]


def _rate(job) -> float:
    job()
    rounds, start = 0, time.process_time()
    while time.process_time() - start < 3:
        job()
        rounds += 1
    return rounds * PEOPLE / (time.process_time() - start)


def _facts(policy) -> list[tuple[str, dict]]:
    from accounts.models import Organisation, User
    from applications.facts import facts_of
    from applications.steps.spec import Context
    from titleportal.demonstration.content import sections_of
    from titleportal.demonstration.people import invent

    made = []
    for number in range(1, PEOPLE + 1):
        person = invent(number, year=YEAR)
        unit = Organisation(name="太原市机电设备检测研究所", kind="institution")
        typed = {
            key: [{"values": values} for values in rows]
            for key, rows in sections_of(person, unit, year=YEAR).items()
        }
        user = User(birth_date=person.born, sex=person.sex)
        context = Context(person.level, unit.kind, policy)
        made.append((person.level, facts_of(typed, user, context, [])))
    return made
