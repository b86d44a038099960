"""Malformed facts are refused by path; everything well-formed is taken as the contract says."""

import json
from datetime import date
from decimal import Decimal

import pytest

from policy.cli import read_object
from policy.facts import FactsError, parse_facts

PAPER = {"kind": "paper"}


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"birthday": "1990-01-01"}, {"birthday": "unknown key"}),
        ({"birth_date": "1990-02-30"}, {"birth_date": "not a date"}),
        ({"birth_date": "1990/02/03"}, {"birth_date": "not a date"}),
        ({"birth_date": "1990-2-3"}, {"birth_date": "not a date"}),
        ({"birth_date": "1990"}, {"birth_date": "not a date"}),
        ({"birth_date": "1990.02.03"}, {"birth_date": "not a date"}),
        ({"birth_date": "1990-02-03T00:00"}, {"birth_date": "not a date"}),
        ({"birth_date": "1990-02-03\n"}, {"birth_date": "not a date"}),
        ({"birth_date": "１９９０-02-03"}, {"birth_date": "not a date"}),
        ({"birth_date": "0000-01-01"}, {"birth_date": "not a date"}),
        ({"birth_date": "1990-13"}, {"birth_date": "not a date"}),
        ({"birth_date": 19900101}, {"birth_date": "not a date"}),
        ({"sex": "Male"}, {"sex": "unknown word"}),
        ({"sex": True}, {"sex": "unknown word"}),
        ({"retired": 1}, {"retired": "not true or false"}),
        ({"retired": "true"}, {"retired": "not true or false"}),
        ({"education": {}}, {"education": "not a list"}),
        ({"education": [None]}, {"education[0]": "not an object"}),
        ({"education": [{}, {"awarded": "soon"}]}, {"education[1].awarded": "not a date"}),
        (
            {"education": [{"certificates": ["graduation", None]}]},
            {"education[0].certificates[1]": "unknown word"},
        ),
        ({"institution": []}, {"institution": "not an object"}),
        ({"institution": {"paid": True}}, {"institution.paid": "unknown key"}),
        ({"titles": [{"level": "senior"}]}, {"titles[0].level": "unknown word"}),
        (
            {"work": [{"from": "2020-02-02", "to": "2020-02-01"}]},
            {"work[0].to": "before from"},
        ),
        (
            {"sanctions": [{"from": "2020-02", "until": "2020-01"}]},
            {"sanctions[0].until": "before from"},
        ),
        (
            {"integrity_bans": [{"from": "2020-02", "until": "2019"}]},
            {"integrity_bans[0].until": "not a date"},
        ),
        (
            {"continuing_education": [{"hours": 10, "public_hours": 10.5}]},
            {"continuing_education[0].public_hours": "more than hours"},
        ),
        (
            {"continuing_education": [{"hours": -0.5}]},
            {"continuing_education[0].hours": "negative"},
        ),
        (
            {"continuing_education": [{"hours": True}]},
            {"continuing_education[0].hours": "not a number"},
        ),
        (
            {"continuing_education": [{"hours": "90"}]},
            {"continuing_education[0].hours": "not a number"},
        ),
        (
            {"continuing_education": [{"hours": float("nan")}]},
            {"continuing_education[0].hours": "not a finite number"},
        ),
        (
            {"continuing_education": [{"year": 2020.0}]},
            {"continuing_education[0].year": "not a whole number"},
        ),
        (
            {"continuing_education": [{"year": True}]},
            {"continuing_education[0].year": "not a whole number"},
        ),
        ({"assessments": [{"year": -1}]}, {"assessments[0].year": "negative"}),
        ({"assessments": [{"result": "good"}]}, {"assessments[0].result": "unknown word"}),
        ({"achievements": [{}]}, {"achievements[0].kind": "missing"}),
        ({"achievements": [{"kind": None}]}, {"achievements[0].kind": "missing"}),
        ({"achievements": [{"kind": "book"}]}, {"achievements[0].kind": "unknown word"}),
        ({"achievements": [{**PAPER, "role": "lead"}]}, {"achievements[0].role": "unknown key"}),
        (
            {"achievements": [PAPER, {**PAPER, "published": "?"}]},
            {"achievements[1].published": "not a date"},
        ),
        (
            {"explanation_characters": Decimal("1000.0")},
            {"explanation_characters": "not a whole number"},
        ),
        ([], {"facts": "not an object"}),
        (None, {"facts": "not an object"}),
    ],
)
def test_malformed_facts_name_each_bad_field(facts, fields):
    with pytest.raises(FactsError) as error:
        parse_facts(facts)
    assert error.value.fields == fields


def test_every_bad_field_is_named_at_once():
    with pytest.raises(FactsError) as error:
        parse_facts({"sex": "x", "work": [{"from": "x"}], "y": 1})
    assert set(error.value.fields) == {"sex", "work[0].from", "y"}


def test_null_is_the_same_as_left_out():
    nulls = {"sex": None, "work": None, "retired": None, "institution": None}
    records = {"work": [{"from": None, "to": None, "in_specialty": None}]}
    assert parse_facts(nulls) == parse_facts({})
    assert parse_facts(records) == parse_facts({"work": [{}]})
    assert parse_facts({"education": [{"certificates": None}]}).education[0].certificates == []


def test_a_month_is_its_first_day_and_in_to_its_last():
    work = parse_facts({"work": [{"from": "2020.02", "to": "2020-02"}]}).work[0]
    assert (work.start, work.to) == (date(2020, 2, 1), date(2020, 2, 29))
    ban = parse_facts({"integrity_bans": [{"from": "2019-12", "until": "2019.12"}]})
    assert ban.integrity_bans[0].until == date(2019, 12, 31)


def test_numbers_are_exact():
    facts = read_object(b'{"continuing_education": [{"hours": 0.1}, {"hours": 90}]}')
    hours = [each.hours for each in parse_facts(facts).continuing_education]
    assert hours == [Decimal("0.1"), Decimal(90)]
    assert parse_facts({"continuing_education": [{"hours": 0.1}]}).continuing_education[
        0
    ].hours == Decimal("0.1")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"sex": "male", "sex": "female"}', "sex"),
        ('{"work": [{}, {"to": "2020", "to": null}]}', "work[1].to"),
        ('{"institution": {"moved_from_government": 1, "moved_from_government": true}}', ""),
        ('{"explanation_characters": 1%s}' % ("0" * 5000), "explanation_characters"),
        ('{"assessments": [{"year": 1.0}]}', "assessments[0].year"),
        ('{"assessments": [{"year": 1e3}]}', "assessments[0].year"),
        (
            '{"continuing_education": [{"hours": 1e999999999999999999999}]}',
            "continuing_education[0].hours",
        ),
        ('{"continuing_education": [{"hours": Infinity}]}', "continuing_education[0].hours"),
    ],
)
def test_what_json_lets_through_is_refused_by_path(text, path):
    with pytest.raises(FactsError) as error:
        parse_facts(read_object(text.encode()))
    assert any(path in each for each in error.value.fields)


def test_facts_do_not_change():
    facts = parse_facts(json.loads('{"sex": "male"}'))
    with pytest.raises(ValueError, match="frozen"):
        facts.sex = "female"
