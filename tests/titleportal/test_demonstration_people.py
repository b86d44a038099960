"""Whoever is invented can apply: complete forms, an eligible verdict, numbers of nobody."""

from datetime import date

import pytest
from stdnum.cn import ric

from accounts.models import Organisation, User
from applications.facts import facts_of
from applications.steps import steps_for
from applications.steps.spec import Context
from applications.steps.state import step_problems
from policy.engine import check
from policy.facts import parse_facts
from policy.loader import load_policy, with_round
from titleportal.demonstration.content import sections_of
from titleportal.demonstration.people import AREA, invent

YEAR = 2026


@pytest.fixture(scope="module")
def policy():
    return with_round(
        load_policy("taiyuan-engineering-2020"),
        year=YEAR,
        accepts_from=date(YEAR, 11, 2),
        accepts_until=date(YEAR, 11, 25),
    )


@pytest.mark.parametrize("kind", ["institution", "non_public_enterprise"])
def test_everybody_invented_is_complete_and_eligible(policy, kind):
    unit = Organisation(name="某研究所", kind=kind)
    found = {}
    for number in range(7, 1500):
        person = invent(number, year=YEAR)
        context = Context(person.level, kind, policy)
        typed = {
            key: [{"values": values} for values in rows]
            for key, rows in sections_of(person, unit, year=YEAR).items()
        }
        user = User(birth_date=person.born, sex=person.sex)
        facts = parse_facts(facts_of(typed, user, context, []))
        unmet = check(policy, person.level, facts, date(YEAR, 11, 20)).unmet
        problems = [
            each for step in steps_for(context) for each in step_problems(step, typed, context)
        ]
        if unmet or problems:
            found[number] = (unmet, [(each.section, each.message) for each in problems])
    assert found == {}


def test_ten_thousand_people_have_ten_thousand_numbers_of_an_area_that_does_not_exist():
    numbers = {invent(number, year=YEAR).id_number for number in range(1, 10_001)}
    assert len(numbers) == 10_000
    assert all(number.startswith(AREA) for number in numbers)
    assert all(ric.calc_check_digit(number) == number[-1] for number in list(numbers)[:200])
