"""The self-check without an account: the one verdict, nothing kept, strange input answered."""

from contextlib import suppress
from datetime import date
from html import unescape

import pytest
from django.apps import apps
from django.test import Client

from policy.engine import check
from policy.facts import parse_facts
from policy.loader import load_policy
from policy.verdict import UNMET
from tests.applications.selfcheck_forms import address, typed
from tests.builders import World
from tests.policy.builders import TAIYUAN, cases, person
from tests.titleportal.test_hostile_input import STRANGE

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 2)
LEVELS = ("technician", "assistant_engineer", "engineer")


def typable() -> list:
    """The policy's cases that can be typed: the form insists on what a person knows."""
    found = []
    for case in cases("routes", "achievements", "people", "yearly"):
        facts = person(case["level"], **case.get("change", {}))
        with suppress(KeyError):
            found.append(pytest.param(case["level"], facts, typed(facts), id=case["name"]))
    return found


def test_most_cases_of_the_policy_can_be_typed():
    assert len(typable()) > 100


@pytest.mark.parametrize(("level", "facts", "data"), typable())
def test_the_verdict_is_the_engines(level, facts, data):
    page = Client().post(address(level), data)
    if page.status_code == 422:  # something left out that the form asks for
        assert page.context["lines"]
        return
    wanted = check(load_policy(TAIYUAN), level, parse_facts(facts), DAY)
    assert page.context["outcome"].verdict.to_dict() == wanted.to_dict()


@pytest.mark.parametrize("level", LEVELS)
def test_every_finding_stands_on_the_page_with_its_clause(level):
    page = Client().post(address(level), typed(person(level)))
    text = unescape(page.content.decode())
    for finding in page.context["outcome"].verdict.findings:
        assert finding.message in text
        assert finding.quote in text
    for view in page.context["outcome"].findings:
        assert view.address.startswith(f"/policy/{TAIYUAN}/#c-")
        assert f'href="{view.address}"' in text


def test_the_first_possible_round_is_told_in_words():
    facts = person("engineer", titles=[{"level": "assistant_engineer", "appointed": "2018-03"}])
    facts["work"] = [{"from": "2018-03", "in_specialty": True}]
    outcome = Client().post(address("engineer"), typed(facts)).context["outcome"]
    assert outcome.verdict.earliest_round == 2022
    assert "最早到 2022 年度" in outcome.text
    assert "还不能申报工程师" in outcome.title


def test_waiting_alone_and_being_eligible_have_their_own_words():
    never = person("engineer", work=[], titles=[])
    assert "只等时间不会满足" in outcome_of("engineer", never).text
    assert outcome_of("engineer", person("engineer")).title == "可以申报工程师"


def outcome_of(level: str, facts: dict):
    return Client().post(address(level), typed(facts)).context["outcome"]


def test_what_is_missing_links_to_where_it_is_asked():
    outcome = outcome_of("technician", person("technician", employer_examination_passed=False))
    assert [view.links for view in outcome.unmet] == [(("用人单位考察", "#section-examination"),)]


def test_the_evidence_that_would_be_needed_is_listed():
    keys = {each.need.key for each in outcome_of("engineer", person("engineer")).evidence}
    assert {"photo", "identity_card", "paper_cover", "wage_sheet"} <= keys
    assert "employment_contract" not in keys


def test_a_level_is_asked_only_what_bears_on_it():
    def sections(level):
        return {block.key for block in Client().get(address(level)).context["blocks"]}

    assert sections("technician") == {
        "person",
        "application",
        "education",
        "work",
        "examination",
        "sanctions",
        "bans",
    }
    more = sections("assistant_engineer") - sections("technician")
    assert more == {"titles", "assessments", "term_assessment", "continuing_education"}
    assert {"paper", "patent", "explanation"} <= sections("engineer") - more


def test_no_name_and_no_id_number_is_asked():
    for level in LEVELS:
        text = Client().get(address(level)).content.decode()
        assert 'name="person-name"' not in text
        assert "id_number" not in text


def test_rows_are_added_and_removed_without_javascript_and_nothing_typed_is_lost():
    client = Client()
    data = typed(person("engineer"))
    page = client.post(address("engineer"), data | {"add": "education"})
    assert page.status_code == 200
    text = page.content.decode()
    assert 'id="education-1"' in text
    assert 'value="1988-03-02"' in text
    assert page.context["lines"] == []
    page = client.post(
        address("engineer"),
        data | {"education-1-level": "master", "remove": "education-0"},
    )
    fields = page.context["blocks"][2].rows[0].fields
    assert len(page.context["blocks"][2].rows) == 1
    assert fields[0].value == "master"


def test_buttons_name_the_row_that_they_open():
    text = Client().get(address("engineer")).content.decode()
    assert f'formaction="{address("engineer")}#education-1"' in text
    assert "onclick" not in text


def test_a_list_takes_no_more_rows_than_it_says():
    data = {f"education-{n}-level": "master" for n in range(10)}
    block = Client().post(address("engineer"), data | {"add": "education"}).context["blocks"][2]
    assert (len(block.rows), block.is_full) == (10, True)
    for block in Client().get(address("engineer")).context["blocks"]:
        assert block.most <= 60


def test_rows_beyond_the_most_are_told_and_none_is_dropped():
    data = typed(person("engineer")) | {f"education-{n}-level": "master" for n in range(70)}
    page = Client().post(address("engineer"), data)
    assert page.status_code == 422
    assert page.context["outcome"] is None
    told = "学历学位：最多填写 10 条，请合并或删去多出的行。"
    assert ("#section-education", told) in page.context["lines"]
    assert len(page.context["blocks"][2].rows) == 70


def test_too_many_fields_are_the_400_page():
    answer = Client().post(address("engineer"), {f"work-{n}-x{n}": "1" for n in range(1001)})
    assert (answer.status_code, "内容太多" in answer.content.decode()) == (400, True)


def test_bad_input_is_told_at_the_field_and_on_top_and_stays_typed():
    data = typed(person("engineer")) | {
        "person-birth_date": "1988年2月30日",
        "work-0-from": "bald",
        "continuing_education-0-public_hours": "91",
    }
    page = Client().post(address("engineer"), data)
    assert page.status_code == 422
    assert page.context["outcome"] is None
    assert [line[0] for line in page.context["lines"]] == [
        "#person-birth_date",
        "#work-0-from",
        "#continuing_education-0-public_hours",
    ]
    text = page.content.decode()
    for known in ('value="1988年2月30日"', 'value="bald"', 'id="work-0-from"', 'value="91"'):
        assert known in text
    assert text.count('aria-invalid="true"') == 3


def test_what_everybody_knows_must_be_answered():
    page = Client().post(address("technician"), {})
    messages = " ".join(message for _, message in page.context["lines"])
    for label in ("出生日期", "性别", "单位性质", "现在该单位在职（在聘）", "已办理退休手续"):
        assert label in messages


def test_a_row_left_as_it_came_is_no_answer():
    data = typed(person("assistant_engineer")) | {"assessments-5-year": "2018"}
    data |= {"assessments-5-result": "", "work-7-from": "", "work-7-to": ""}
    outcome = Client().post(address("assistant_engineer"), data).context["outcome"]
    facts = parse_facts(person("assistant_engineer"))
    wanted = check(load_policy(TAIYUAN), "assistant_engineer", facts, DAY)
    assert outcome.verdict.to_dict() == wanted.to_dict()
    # Any other year was typed by somebody.
    page = Client().post(address("assistant_engineer"), data | {"assessments-5-year": "2011"})
    assert [line[0] for line in page.context["lines"]] == ["#assessments-1-result"]


def test_a_value_that_is_not_offered_is_no_answer():
    data = typed(person("engineer")) | {
        "person-sex": "other",
        "application-unit_kind": "department",
        "application-specialty": "aviation",
        "education-0-certificates": ["driving"],
        "application-retired": "maybe",
    }
    page = Client().post(address("engineer"), data)
    assert page.status_code == 422
    assert len(page.context["lines"]) == 5


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_in_every_field_never_breaks_the_page(text):
    data = dict.fromkeys(typed(person("engineer")), text)
    for more in ({}, {"add": text}, {"remove": text}, {"add": "work"}):
        answer = Client().post(address("engineer"), data | more)
        assert answer.status_code in (200, 400, 422)
        assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("key", ["no-such", TAIYUAN + "x", "0"])
def test_an_unknown_round_or_level_is_not_found(key):
    assert Client().get(f"/check/{key}/engineer/").status_code == 404
    assert Client().get(address("professor")).status_code == 404


def rows_of_all_tables() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_nothing_is_stored(caplog):
    before = rows_of_all_tables()
    client = Client()
    data = typed(person("engineer"))
    for more in ({}, {"add": "work"}, {"person-birth_date": "x"}):
        client.post(address("engineer"), data | more)
    client.get(address("engineer"))
    assert rows_of_all_tables() == before
    assert set(client.cookies) <= {"csrftoken"}
    assert "1988" not in caplog.text


def test_the_answers_stand_in_no_address_and_no_cookie():
    client = Client()
    page = client.post(address("engineer"), typed(person("engineer")))
    assert "Location" not in page
    assert "1988" not in str(client.cookies)
    assert page["Cache-Control"] == "no-store, private"


def test_the_verdict_asks_the_database_little(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        Client().post(address("engineer"), typed(person("engineer")))


def test_open_rounds_stand_first_and_are_judged_today():
    world = World()
    with world.at():
        page = Client().get("/check/")
        assert [target.key for target in page.context["targets"]] == [world.round.key]
        form = Client().get(f"/check/{world.round.key}/engineer/")
        assert form.context["target"].as_of == date(2026, 11, 20)
    assert "正在申报" not in page.content.decode()


def test_without_a_round_the_newest_policy_is_tried():
    page = Client().get("/check/")
    assert [target.key for target in page.context["targets"]] == [TAIYUAN]
    assert "现在没有正在申报的批次" in page.content.decode()


def test_a_round_that_is_over_cannot_be_checked_any_more():
    world = World()
    with world.at(back=-400):
        assert Client().get(f"/check/{world.round.key}/engineer/").status_code == 404


def test_every_unmet_requirement_of_the_policy_tells_where_to_mend_it():
    """Somebody who meets as little as possible is led to a section for each finding."""
    facts = person("engineer") | {
        "unit_kind": "institution",
        "institution": {},
        "in_service": False,
        "civil_servant": True,
        "retired": True,
        "specialty": "urban_construction",
        "education": [],
        "titles": [],
        "work": [],
        "achievements": [],
        "continuing_education": [],
        "assessments": [{"year": 2019, "result": "unqualified"}],
        "failed_last_defence": True,
        "sanctions": [{"kind": "demerit", "from": "2020-10-01", "until": "2021-10-01"}],
        "integrity_bans": [{"from": "2020-01-01", "until": "2022-01-01"}],
    }
    outcome = outcome_of("engineer", facts)
    without = [view.id for view in outcome.findings if view.status == UNMET and not view.links]
    assert without == []
    assert len(outcome.unmet) == 13
