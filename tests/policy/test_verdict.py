"""What a verdict says: Chinese sentences, quotes, interpretations, waiting years; and its laws."""

import json
import random
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.engine import check
from policy.facts import parse_facts
from policy.loader import load_policy, with_round
from policy.operators.base import show

from .builders import TAIYUAN, cases, person

POLICY = load_policy(TAIYUAN)
DAY = date(2020, 11, 2)
LEVELS = ["technician", "assistant_engineer", "engineer"]
ALL = cases("routes", "achievements", "people", "yearly")


def judge(level, facts, day=DAY, policy=POLICY):
    return check(policy, level, parse_facts(facts), day)


def walk(findings):
    for finding in findings:
        yield finding
        yield from walk(finding["children"])


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["name"])
def test_every_finding_is_a_chinese_sentence_with_its_quote(case):
    verdict = judge(case["level"], person(case["level"], **case.get("change", {}))).to_dict()
    texts = {clause.id: clause.text for clause in POLICY.clauses}
    for finding in walk(verdict["findings"]):
        assert finding["quote"] in texts[finding["clause"]]
        assert finding["have"] and finding["need"]
        message = finding["message"]
        assert message.endswith("。") and message.count("。") == 1
        assert not re.search(r"[A-Za-z_]|None", message), message
    assert verdict["eligible"] == (not verdict["unmet"])
    unmet = [each["id"] for each in verdict["findings"] if each["status"] == "unmet"]
    assert unmet == verdict["unmet"]


@pytest.mark.parametrize("level", LEVELS)
def test_requirements_come_in_policy_order(level):
    verdict = judge(level, {})
    assert [finding.id for finding in verdict.findings] == [
        each.id for each in POLICY.requirements if level in each.levels
    ]


def test_a_verdict_has_the_contracts_keys():
    verdict = judge("engineer", person("engineer")).to_dict()
    assert list(verdict) == [
        "policy",
        "level",
        "as_of",
        "eligible",
        "routes",
        "achievement_items",
        "unmet",
        "earliest_round",
        "findings",
    ]
    json.dumps(verdict)


def test_a_finding_repeats_its_interpretation_and_only_when_there_is_one():
    findings = judge("engineer", person("engineer")).to_dict()["findings"]
    by_id = {finding["id"]: finding for finding in findings}
    assert "周年" in by_id["route"]["interpretation"]
    assert "interpretation" not in by_id["in_service"]


def test_missing_years_say_when_they_will_be_enough():
    facts = person("technician", work=[{"from": "2020-03-01", "in_specialty": True}])
    message = judge("technician", facts).finding("route").message
    assert "2021 年度" in message and "满 1 年" in message


def test_missing_facts_are_named():
    facts = person("technician", birth_date="unknown", worker_category="unknown")
    message = judge("technician", facts).finding("not_retired").message
    assert "出生日期" in message and "岗位类别" in message


def test_a_post_outside_institutions_is_not_applicable():
    assert judge("technician", {}).finding("institution_post").status == "not_applicable"
    assert judge("technician", {}).finding("no_sanction").status == "met"


def test_a_sanction_in_a_unit_of_unknown_kind_cannot_be_cleared():
    facts = {"sanctions": [{"kind": "demerit", "from": "2020-01-01", "until": "2021-01-01"}]}
    assert judge("technician", facts).finding("no_sanction").status == "unmet"


def test_a_later_round_uses_its_own_year_and_retirement_ages():
    dates = {"accepts_from": date(2026, 11, 2), "accepts_until": date(2026, 11, 25)}
    later = with_round(POLICY, year=2026, **dates)
    man = person("technician", sex="male", birth_date="1966-10-15")
    verdict = judge("technician", man, date(2026, 11, 2), later)
    assert verdict.eligible and verdict.earliest_round == 2026
    assert not judge("technician", man | {"birth_date": "1964-01-01"}, DAY, later).eligible


# Laws

PAPER = {
    "kind": "paper",
    "published": "2019-01",
    "author_rank": 1,
    "characters": 3000,
    "journal_level": "national",
    "in_specialty": True,
    "verified_in_database": True,
}
MORE = [
    PAPER,
    {"kind": "patent", "patent_kind": "invention", "inventor_role": "main", "granted": True},
    {"kind": "award", "role": "member", "award_tier": "other"},
    {"kind": "substitute", "material": "other", "role": "lead"},
]


@pytest.mark.parametrize("level", LEVELS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_more_of_anything_good_never_makes_the_eligible_ineligible(level, data):
    facts = person(
        level, assessments=[{"year": y, "result": "excellent"} for y in range(1980, 2021)]
    )
    facts.setdefault("achievements", [])
    facts.setdefault("continuing_education", [])
    facts["explanation_characters"] = data.draw(st.integers(0, 3000))
    before = judge(level, facts)
    facts["achievements"] = facts["achievements"] + data.draw(st.lists(st.sampled_from(MORE)))
    facts["explanation_characters"] += data.draw(st.integers(0, 3000))
    hours = st.decimals(0, 200, places=2)
    facts["continuing_education"] = facts["continuing_education"] + [
        {"year": data.draw(st.integers(2018, 2021)), "hours": data.draw(hours)}
    ]
    earlier = data.draw(st.dates(date(1990, 1, 1), date(2020, 12, 31)))
    facts["work"] = facts["work"] + [
        {"from": earlier, "to": earlier, "in_specialty": True, "grassroots": True}
    ]
    after = judge(level, facts)
    assert after.eligible or not before.eligible
    assert set(before.routes) <= set(after.routes)
    assert set(before.achievement_items) <= set(after.achievement_items)


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.integers(0, 4000))
@settings(deadline=None)
def test_an_earlier_start_never_loses_a_route_or_delays_the_round(start, days):
    def verdict(first):
        work = [{"from": first, "in_specialty": True}]
        return judge("engineer", person("engineer", titles=[], work=work))

    late = verdict(start)
    early = verdict(date.fromordinal(max(start.toordinal() - days, 1)))
    assert set(late.routes) <= set(early.routes)
    assert early.earliest_round <= late.earliest_round


@given(st.dates(date(1998, 1, 1), date(2021, 12, 31)), st.integers(0, 25))
@settings(deadline=None)
def test_the_earliest_round_is_the_first_in_which_a_route_is_met(start, ahead):
    facts = person("engineer", titles=[], work=[{"from": start, "in_specialty": True}])
    earliest = judge("engineer", facts).earliest_round
    year = 2020 + ahead
    dates = {"accepts_from": date(year, 11, 2), "accepts_until": date(year, 11, 25)}
    then = judge("engineer", facts, policy=with_round(POLICY, year=year, **dates))
    assert bool(then.routes) == (year >= earliest)


@pytest.mark.parametrize("case", ALL[::3], ids=lambda case: case["name"])
def test_the_order_of_lists_changes_nothing(case):
    facts = person(case["level"], **case.get("change", {}))
    first = judge(case["level"], facts).to_dict()
    shuffled = random.Random(7)
    for value in facts.values():
        if isinstance(value, list):
            shuffled.shuffle(value)
    assert judge(case["level"], facts).to_dict() == first


WORD = st.sampled_from
YEAR = st.one_of(st.integers(1990, 2030), st.integers(0, 10**30))
DAYS = st.one_of(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates()).map(str)
LEVEL = WORD(["secondary_vocational", "associate", "bachelor", "master", "doctorate"])
TITLE = WORD(LEVELS)
RESULT = WORD(["competent", "qualified", "ungraded", "unqualified"])
CERTIFICATES = st.lists(WORD(["graduation", "degree", "professional"]), max_size=2)
NUMBER = st.one_of(st.integers(0, 200), st.floats(0, allow_infinity=False), st.integers(0, 10**400))
ANY_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "birth_date": DAYS,
        "sex": WORD(["male", "female"]),
        "worker_category": WORD(["cadre", "worker"]),
        "unit_kind": WORD(["institution", "government", "state_owned_enterprise"]),
        "specialty": WORD(["food", "non_engineering"]),
        "in_service": st.booleans(),
        "concurrent_public_official": st.booleans(),
        "outstanding_performance": st.booleans(),
        "explanation_characters": st.integers(0, 10**400),
        "sanctions": st.lists(
            st.fixed_dictionaries(
                {}, optional={"kind": WORD(["warning", "demerit"]), "from": DAYS}
            ),
            max_size=2,
        ),
        "integrity_bans": st.lists(st.fixed_dictionaries({}, optional={"until": DAYS}), max_size=2),
        "education": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "level": LEVEL,
                    "certificates": CERTIFICATES,
                    "field": WORD(["same", "unrelated"]),
                    "awarded": DAYS,
                    "recognized": st.booleans(),
                },
            ),
            max_size=3,
        ),
        "titles": st.lists(
            st.fixed_dictionaries({}, optional={"level": TITLE, "appointed": DAYS}), max_size=3
        ),
        "work": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "from": DAYS,
                    "in_specialty": st.booleans(),
                    "grassroots": st.booleans(),
                },
            ),
            max_size=3,
        ),
        "continuing_education": st.lists(
            st.fixed_dictionaries({}, optional={"year": YEAR, "hours": NUMBER}), max_size=3
        ),
        "assessments": st.lists(
            st.fixed_dictionaries({}, optional={"year": YEAR, "result": RESULT}), max_size=3
        ),
        "achievements": st.lists(WORD(MORE), max_size=3),
    },
)


@pytest.mark.parametrize("level", LEVELS)
@given(facts=ANY_FACTS, day=st.dates())
@settings(max_examples=150, deadline=None)
def test_no_facts_crash_and_order_never_matters(level, facts, day):
    verdict = judge(level, facts, day).to_dict()
    json.dumps(verdict)
    turned = {k: v[::-1] if isinstance(v, list) else v for k, v in facts.items()}
    assert judge(level, turned, day).to_dict() == verdict


def test_absurd_numbers_are_shown_short():
    assert show(10**5000) == "1.000e+5000"
    assert len(judge("engineer", {"explanation_characters": 10**4000}).findings) == 14
