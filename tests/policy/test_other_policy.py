"""Another place's policy is a file: the engine neither knows nor needs anything of ours."""

import re
from datetime import date
from pathlib import Path

import pytest

import policy
from policy.engine import UnknownLevel, check
from policy.facts import parse_facts
from policy.loader import load_file, load_policy

from .builders import HERE, TAIYUAN

DAY = date(2023, 5, 4)


@pytest.fixture(scope="module")
def elsewhere():
    return load_file(HERE / "policies" / "elsewhere-chemistry-2023.toml")


def judged(elsewhere, level, **facts):
    return check(elsewhere, level, parse_facts(facts), DAY)


def education(level="bachelor", awarded="2020-06-30", field="same"):
    return {
        "level": level,
        "certificates": ["graduation"],
        "field": field,
        "awarded": awarded,
        "recognized": True,
    }


@pytest.mark.parametrize(
    ("awarded", "routes", "earliest"),
    [("2020-06-30", ["after_graduation"], 2023), ("2020-07-01", [], 2024)],
)
def test_years_run_from_graduation_to_the_thirtieth_of_june(elsewhere, awarded, routes, earliest):
    verdict = judged(elsewhere, "middle", education=[education(awarded=awarded)])
    assert (verdict.routes, verdict.earliest_round) == (routes, earliest)


@pytest.mark.parametrize(
    ("obtained", "routes", "earliest"),
    [
        ("2021-06-30", ["after_title"], 2023),
        ("2021-12-31", [], 2024),
        ("2022-01-01", [], None),
    ],
)
def test_a_title_must_be_obtained_by_a_fixed_day(elsewhere, obtained, routes, earliest):
    titles = [{"level": "assistant_engineer", "obtained": obtained}]
    verdict = judged(elsewhere, "middle", titles=titles)
    assert (verdict.routes, verdict.earliest_round) == (routes, earliest)


def test_either_of_two_years_and_a_third_in_one_route(elsewhere):
    engineer = [{"level": "engineer", "appointed": "2018-06-30"}]
    by_work = judged(elsewhere, "upper", titles=engineer, work=[{"from": "2003-06-30"}])
    by_school = judged(
        elsewhere, "upper", titles=engineer, education=[education("associate", "2008-06-30")]
    )
    neither = judged(elsewhere, "upper", titles=engineer, work=[{"from": "2003-07-02"}])
    assert by_work.routes == by_school.routes == ["mixed"]
    assert (neither.routes, neither.earliest_round) == ([], 2024)


def test_a_route_may_ask_for_an_unrelated_field(elsewhere):
    work = [{"from": "2014-06-30"}]
    unrelated = judged(elsewhere, "upper", education=[education(field="unrelated")], work=work)
    same = judged(elsewhere, "upper", education=[education()], work=work)
    assert (unrelated.routes, same.routes) == (["other_major"], [])


def test_two_of_one_group_and_one_of_another(elsewhere):
    paper = {"kind": "paper", "published": "2018-01-01"}
    award, plan = {"kind": "award"}, {"kind": "substitute", "material": "project_plan"}
    enough = judged(elsewhere, "upper", achievements=[plan, award, paper])
    assert enough.achievement_items == ["thesis", "prize", "plan"]
    assert enough.finding("works").status == "met"
    assert enough.finding("works").to_dict()["interpretation"] == "两类分别计算。"
    assert judged(elsewhere, "upper", achievements=[award, paper]).unmet == ["paths", "works"]
    assert judged(elsewhere, "upper", achievements=[plan, paper]).unmet == ["paths", "works"]
    late = {"kind": "paper", "published": "2023-07-01"}
    assert judged(elsewhere, "upper", achievements=[late]).achievement_items == []


def test_other_hours_of_another_year_and_a_guard(elsewhere):
    def study(**facts):
        return judged(elsewhere, "middle", **facts).finding("study").status

    assert study(continuing_education=[{"year": 2022, "hours": 160.5}]) == "met"
    assert study(continuing_education=[{"year": 2022, "hours": 160.4}]) == "unmet"
    assert study(unit_kind="government") == "met"


def test_years_by_calendar_year_are_a_mode_of_counting(tmp_path):
    text = (HERE / "policies" / "elsewhere-chemistry-2023.toml").read_text("utf-8")
    changed = tmp_path / "by-year.toml"
    changed.write_text(text.replace('"06-30"', '"06-30"\nmode = "calendar_year"'), "utf-8")
    verdict = judged(load_file(changed), "middle", education=[education(awarded="2020-12-31")])
    assert verdict.routes == ["after_graduation"]
    verdict = judged(load_file(changed), "middle", education=[education(awarded="2021-01-01")])
    assert verdict.earliest_round == 2024


def test_a_level_the_policy_does_not_have(elsewhere):
    with pytest.raises(UnknownLevel):
        judged(elsewhere, "engineer")


def test_the_engine_holds_none_of_the_policy_ids():
    ours = load_policy(TAIYUAN)
    ids = {each.id for each in [*ours.requirements, *ours.routes]} | {ours.key}
    # Words of the facts' vocabulary are also ids of requirements and routes.
    ids -= {"specialty", "in_service", "education", "bachelor", "master", "doctorate"}
    ids -= {
        "achievement",
        "assessment",
        "continuing_education",
        "route",
        "explanation",
        "integrity",
    }
    root = Path(policy.__file__).parent
    for path in root.rglob("*.py"):
        words = set(re.findall(r"[\w-]+", path.read_text("utf-8")))
        assert not words & ids, path.name


def test_the_engine_holds_none_of_the_policy_numbers():
    operators = Path(policy.__file__).parent / "operators"
    for path in operators.glob("*.py"):
        numbers = set(re.findall(r"(?<![\w.])\d{2,}(?![\w.])", path.read_text("utf-8")))
        assert not numbers & {"90", "30", "20", "1000", "2000", "3000000"}, path.name
