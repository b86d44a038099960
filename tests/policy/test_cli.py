"""The command: exact exit status, what goes where, one answer a line whatever the line."""

import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy import cli
from policy.engine import check
from policy.facts import parse_facts
from policy.loader import load_policy

from .builders import HERE, TAIYUAN, person

POLICY = load_policy(TAIYUAN)
DAY = date(2020, 11, 2)


def command(*arguments, given=b""):
    return subprocess.run(
        [sys.executable, "-m", "policy.cli", "--policy", TAIYUAN, *arguments],
        input=given,
        capture_output=True,
        cwd=HERE.parent.parent,
        check=False,
    )


def line(**case):
    return json.dumps(case, ensure_ascii=False).encode() + b"\n"


def answer(raw, level=None):
    return json.loads(cli._encoded(cli.answer_line(POLICY, raw, level=level, as_of=DAY)))


def test_a_file_gives_its_verdict(tmp_path):
    facts = person("engineer")
    (tmp_path / "facts.json").write_text(json.dumps(facts))
    done = command("--level", "engineer", str(tmp_path / "facts.json"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == check(POLICY, "engineer", parse_facts(facts), DAY).to_dict()


def test_the_golden_verdict_of_a_technician_a_day_short_of_a_year():
    facts = person("technician", work=[{"from": "2020-01-01", "in_specialty": True}])
    done = command("--level", "technician", "-", given=json.dumps(facts).encode())
    golden = HERE / "cases" / "golden-technician.json"
    assert json.loads(done.stdout) == json.loads(golden.read_text("utf-8"))


def test_an_ineligible_person_is_an_answer_too():
    done = command("--level", "engineer", "-", given=b"\xef\xbb\xbf{}")
    assert done.returncode == 0
    assert json.loads(done.stdout)["eligible"] is False


def test_the_day_of_application_can_be_named():
    done = command("--level", "engineer", "--as-of", "2020-11-09", "-", given=b"{}")
    assert json.loads(done.stdout)["as_of"] == "2020-11-09"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b'{"education": [{}, {"awarded": "x"}]}', b"education[1].awarded: not a date\n"),
        (b'{"sex": 1, "odd": 2}', b"sex: unknown word\nodd: unknown key\n"),
        (b'{"a\\u001b[31m\\n": 1}', b"a\\x1b[31m\\n: unknown key\n"),
        (b'{"\\ud800": 1}', b"facts: holds half a character\n"),
        (b"[]", b"facts: not a JSON object\n"),
        (b"", b"facts: empty\n"),
        (b"\xff", b"facts: not UTF-8\n"),
        (b"[" * 100_000, b"facts: nested too deeply\n"),
    ],
)
def test_malformed_facts_exit_two_and_name_each_field(given, told):
    done = command("--level", "engineer", "-", given=given)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", told)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--level", "chief", "-"),
        ("-",),
        ("--level", "engineer", "--as-of", "2020-02-30", "-"),
        ("--level", "engineer", "no-such-file.json"),
        ("--level", "engineer", "--policy", "no-such-policy", "-"),
        ("--level", "engineer", "--odd", "-"),
    ],
)
def test_a_call_that_cannot_be_answered_exits_two(arguments):
    done = command(*arguments, given=b"{}")
    assert (done.returncode, done.stdout) == (2, b"") and done.stderr


def test_lines_are_answered_in_order_with_their_ids():
    bad = line(id="b", level="engineer", facts={"education": [{}, {"awarded": "x"}]})
    lines = line(id="a", level="technician", facts=person("technician")) + bad
    lines += b"nonsense\n\n" + line(id="c", level="engineer", as_of="2020-11-20", facts={})
    done = command("--jsonl", given=lines)
    answers = [json.loads(each) for each in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (2, b"")
    assert [each["id"] for each in answers] == ["a", "b", None, None, "c"]
    assert answers[0]["eligible"] is True
    assert answers[1] == {"id": "b", "error": {"fields": {"education[1].awarded": "not a date"}}}
    assert list(answers[2]["error"]) == list(answers[3]["error"]) == ["line"]
    assert answers[4]["as_of"] == "2020-11-20"


def test_all_lines_answered_is_status_zero_and_no_last_newline_is_needed():
    lines = line(id="a", facts={}) * 2
    done = command("--jsonl", "--level", "engineer", given=lines.rstrip())
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 2


def test_an_answer_comes_before_the_next_line_is_sent():
    with subprocess.Popen(
        [sys.executable, "-m", "policy.cli", "--policy", TAIYUAN, "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=HERE.parent.parent,
    ) as process:
        for id in ("first", "second"):
            process.stdin.write(line(id=id, level="engineer", facts={}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == id
        process.stdin.close()


@pytest.mark.parametrize(
    ("case", "fields"),
    [
        ({"level": "chief", "facts": {}}, {"level": "unknown level"}),
        ({"level": 5, "facts": {}}, {"level": "unknown level"}),
        ({"level": ["engineer"], "facts": {}}, {"level": "unknown level"}),
        ({"facts": {}}, {"level": "missing"}),
        ({"level": "engineer"}, {"facts": "missing"}),
        ({"level": "engineer", "facts": []}, {"facts": "not an object"}),
        ({"level": "engineer", "as_of": "soon", "facts": {}}, {"as_of": "not a date"}),
        ({"level": "engineer", "facts": {}, "odd": 1}, {"odd": "unknown key"}),
        (
            {"level": "chief", "facts": {"sex": 1}},
            {"level": "unknown level", "sex": "unknown word"},
        ),
    ],
)
def test_a_bad_line_names_its_fields(case, fields):
    assert answer(line(id="x", **case)) == {"id": "x", "error": {"fields": fields}}


def test_an_id_is_text_or_a_whole_number():
    assert answer(line(id=7, level="engineer", facts={}))["id"] == 7
    assert answer(line(id=[1], level="engineer", facts={})) == {
        "id": None,
        "error": {"fields": {"id": "not a text"}},
    }
    assert answer(b'{"id": "\\ud800", "level": "engineer", "facts": {}}')["id"] == "\ud800"
    assert answer(b'{"id": "a", "id": "b", "level": "engineer", "facts": {}}')["error"] == {
        "fields": {"id": "given twice"}
    }


def test_a_null_level_takes_the_commands():
    assert answer(line(level=None, facts={}), level="engineer")["level"] == "engineer"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2020-01", "9999-12-31", "paper", "engineer"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "level", "as_of", "facts", "work", "education", "from", "to", "year", "kind"]
                + ["achievements", "hours", "continuing_education", "birth_date", "titles", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_gets_one_answer(value):
    for case in (value, {"level": "engineer", "facts": value}):
        given = answer(json.dumps(case).encode())
        assert "error" in given or "eligible" in given


@given(st.binary(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_bytes_get_one_answer(raw):
    assert set(answer(raw)) == {"id", "error"}


@pytest.mark.parametrize(
    "facts",
    [
        '{"assessments": [{"year": 1%s}]}' % ("0" * 4200),
        '{"assessments": [{"year": 1%s}]}' % ("0" * 5000),
        '{"continuing_education": [{"year": 2020, "hours": 1e999999999}]}',
        '{"continuing_education": [{"year": 2020, "hours": 1e-999999999, "public_hours": 0}]}',
        '{"work": [{"from": "0001-01-01", "to": "9999-12-31", "in_specialty": true}]}',
        '{"work": [{"from": "9999-12-31", "in_specialty": true}]}',
        '{"work": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"birth_date": "9999-12-31", "sex": "male"}',
    ],
)
def test_absurd_values_never_crash(facts):
    assert answer(b'{"level": "engineer", "facts": %s}' % facts.encode())


def test_a_reader_that_goes_away_ends_it_quietly():
    process = subprocess.Popen(
        [sys.executable, "-m", "policy.cli", "--policy", TAIYUAN, "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=HERE.parent.parent,
    )
    process.stdout.close()
    process.stdout = None
    _, told = process.communicate(line(id="a", level="engineer", facts={}) * 50)
    assert (process.returncode, told) == (2, b"")
