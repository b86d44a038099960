"""The contract's thresholds and dates, both sides of each, from data files."""

from datetime import date

import pytest

from policy.engine import check
from policy.facts import parse_facts
from policy.loader import load_policy

from .builders import TAIYUAN, cases, person

ALL = cases("routes", "achievements", "people", "yearly")


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["name"])
def test_a_case_gets_its_verdict(case):
    facts = parse_facts(person(case["level"], **case.get("change", {})))
    as_of = date.fromisoformat(case.get("as_of", "2020-11-02"))
    verdict = check(load_policy(TAIYUAN), case["level"], facts, as_of).to_dict()
    for key, expected in case["expect"].items():
        assert verdict[key] == (None if expected == "never" else expected), key


def test_case_names_are_unique():
    names = [case["name"] for case in ALL]
    assert len(names) == len(set(names))
