"""Policy files: quotes to the letter, faults told with file, line and path, hashes."""

import hashlib
import re
from datetime import date
from decimal import Decimal

import pytest

from policy.loader import (
    STANDARDS,
    PolicyError,
    available,
    load_file,
    load_policy,
    policy_hash,
    with_round,
)

from .builders import HERE, TAIYUAN

DOCUMENT = HERE.parent / "data" / "policy-taiyuan-2020.txt"
TEXT = (STANDARDS / f"{TAIYUAN}.toml").read_text("utf-8")


def test_every_clause_is_the_document_word_for_word():
    document = DOCUMENT.read_text("utf-8").splitlines()
    assert [clause.text for clause in load_policy(TAIYUAN).clauses] == document


def test_every_quote_stands_in_the_document():
    policy, document = load_policy(TAIYUAN), DOCUMENT.read_text("utf-8")
    cited = [*policy.requirements, *policy.routes, *policy.items, *policy.evidence]
    assert all(each.quote in document for each in cited)


@pytest.mark.parametrize(
    "words",
    [
        "周年",
        "对大学本科学历不要求工作年限",
        "同样适用于兼职公职人员",
        "评审年度和它的前一年",
        "不要求评审所需的继续教育和年度考核",
        "已具备第 1 项论文的，不再要求",
        "未全年工作的年份不要求",
        "除城建专业以外的任何工程类专业",
    ],
)
def test_each_reading_that_could_be_otherwise_is_told(words):
    policy = load_policy(TAIYUAN)
    cited = [*policy.requirements, *policy.routes, *policy.items]
    assert any(words in (each.interpretation or "") for each in cited)


def test_the_stages_add_up():
    policy = load_policy(TAIYUAN)
    for level in ("assistant_engineer", "engineer"):
        stages = policy.stages_for(level)
        assert sum(stage.weight for stage in stages) == 1
        assert all(sum(each.full_marks for each in stage.criteria) == 100 for stage in stages)
    assert policy.stages_for("technician") == []
    assert policy.elimination_rate("engineer") == Decimal("0.20")
    assert policy.elimination_rate("technician") == 0


@pytest.mark.parametrize(
    ("old", "new", "path", "line_of"),
    [
        ('label = "未退休"', 'lable = "未退休"', "requirements[3].lable", "lable"),
        ('quote = "公务员（含参照公务员法管理）"', 'quote = "公务员"\nodd = 1', "odd", "odd"),
        ('clause = "程-4"', 'clause = "程-9"', "requirements[5].clause", 'clause = "程-9"'),
        ('clause = "程-4"\n', "", "requirements[5].clause", 'label = "不在诚信禁报期"'),
        ('quote = "1.硕士学位。"', 'quote = "1.硕士。"', "routes[2].quote", '"1.硕士。"'),
        ('level = "bachelor" }', 'level = "batchelor" }', "level", ""),
        ('only = ["grassroots_20y"]', 'only = ["grassroots_2y"]', "no route grassroots_2y", ""),
        ('only = ["paper"]', 'only = ["papers"]', "no item papers", ""),
        ('field = "civil_servant"', 'field = "servant"', "no yes-or-no fact servant", ""),
        ('field = "characters"', 'field = "letters"', "paper have no letters", ""),
        ('["national", "provincial"]', '["national", "rural"]', "no word rural", ""),
        ('values = ["institution"]', 'values = ["academy"]', "no word academy", ""),
        ('levels = ["technician"]', 'levels = ["tech"]', "no level tech", ""),
        ('op = "below_retirement_age"', 'op = "below_age"', "rule", ""),
        ("accepts_until = 2020-11-25", "accepts_until = 2020-11-01", "round", "[round]"),
        ('id = "in_service"', 'id = "specialty"', "specialty is given twice", ""),
        ('id = "一-2"', 'id = "一-1"', "一-1 is given twice", ""),
        ("year = 2020", "year = ", "line", ""),
    ],
)
def test_a_fault_is_told_with_file_line_and_path(tmp_path, old, new, path, line_of):
    assert old in TEXT
    changed = tmp_path / "changed.toml"
    text = TEXT.replace(old, new, 1)
    changed.write_text(text, "utf-8")
    with pytest.raises(PolicyError) as error:
        load_file(changed)
    told = str(error.value)
    assert told.startswith("changed.toml") and path in told
    if line_of:
        line = next(n for n, each in enumerate(text.splitlines(), 1) if line_of in each)
        near = [int(each) for each in re.findall(r"changed\.toml:(\d+):", told)]
        assert any(abs(line - each) <= 2 for each in near)


def test_a_file_that_is_not_utf8(tmp_path):
    (tmp_path / "bad.toml").write_bytes(b'key = "\xff"')
    with pytest.raises(PolicyError, match="not UTF-8"):
        load_file(tmp_path / "bad.toml")


def test_a_policy_that_is_not_there():
    with pytest.raises(PolicyError, match=TAIYUAN):
        load_policy("../secrets")
    assert TAIYUAN in available()


def test_the_hash_is_of_the_file_and_another_round_has_another():
    policy = load_policy(TAIYUAN)
    raw = (STANDARDS / f"{TAIYUAN}.toml").read_bytes()
    assert policy_hash(policy) == hashlib.sha256(raw).hexdigest()
    dates = {"accepts_from": date(2026, 11, 2), "accepts_until": date(2026, 11, 25)}
    later = with_round(policy, year=2026, **dates)
    assert later.round.year == 2026 and policy.round.year == 2020
    assert policy_hash(later) == policy_hash(with_round(policy, year=2026, **dates))
    assert policy_hash(later) != policy_hash(policy)
    with pytest.raises(ValueError, match="accepts_until"):
        with_round(policy, year=2026, accepts_from=date(2026, 2, 1), accepts_until=date(2026, 1, 1))
