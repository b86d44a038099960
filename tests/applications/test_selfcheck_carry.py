"""The self-check's answers on their way into an application."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from applications import drafts
from applications.models import Application, Entry
from applications.selfcheck import carrying
from applications.selfcheck.carrying import Carried, UnusableAnswers
from tests.applications.selfcheck_forms import typed
from tests.builders import PASSWORD
from tests.policy.builders import person

CARRY, LOGIN, FILL = "/check/carry/", "/check/carry/login/", "/check/carry/fill/"


@pytest.fixture
def sealed(world) -> str:
    """What the result page of an engineer holds for the round."""
    page = Client().post(f"/check/{world.round.key}/engineer/", typed(person("engineer")))
    return page.context["answers"]


def begin(world, user, *, level: str = "engineer") -> Application:
    return drafts.start_application(round=world.round, applicant=user, level=level, unit=None)


def stored(application: Application) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for entry in application.entries.order_by("section", "position"):
        found.setdefault(entry.section, []).append(entry.values)
    return found


def filled_fields(page) -> set[str]:
    return {line.label for line in page.context["filled"]}


def test_the_sealed_answers_stand_in_a_hidden_field_only(world, sealed):
    page = Client().post(f"/check/{world.round.key}/engineer/", typed(person("engineer")))
    hidden = re.search(
        r'<input type="hidden" name="answers" value="([^"]+)">', page.content.decode()
    )
    assert carrying.unseal(hidden[1]) == carrying.unseal(sealed)
    assert sealed not in str(page.cookies)
    assert carrying.unseal(sealed).level == "engineer"


def test_nothing_is_carried_that_no_draft_holds(sealed):
    sections = carrying.unseal(sealed).sections
    names = {name for rows in sections.values() for row in rows for name in row}
    assert names.isdisjoint({"birth_date", "sex", "unit_kind", "explanation_characters"})
    assert sections["titles_any"] == [{"any": "yes"}]
    assert sections["titles"][0]["series"] == "engineering"


def test_a_confirm_page_comes_before_anything_is_written(world, sealed, browser_of):
    user, _ = world.applicant()
    application = begin(world, user)
    before = stored(application)
    page = browser_of(user).post(CARRY, {"answers": sealed})
    assert page.status_code == 200
    assert {"申报信息", "学历学位", "工作经历", "职称", "论文"} <= filled_fields(page)
    assert page.context["kept"] == []
    assert stored(application) == before


def test_the_empty_sections_are_filled(world, sealed, browser_of):
    user, _ = world.applicant()
    application = begin(world, user)
    answer = browser_of(user).post(FILL, {"answers": sealed})
    assert answer["Location"] == f"/apply/{application.pk}/"
    found = stored(application)
    assert found["education"][0]["level"] == "bachelor"
    assert found["education"][0]["certificates"] == ["graduation"]
    assert len(found["assessments"]) == 4
    assert found["application"][0]["specialty"] == "electromechanical"
    assert found["application"][0]["level"] == "engineer"
    assert found["person"][0]["name"] == user.name
    application.refresh_from_db()
    assert application.specialty == "electromechanical"


def test_what_was_typed_is_never_overwritten(world, sealed, browser_of):
    user, _ = world.applicant()
    application = begin(world, user)
    drafts.save_section(
        application=application,
        actor=user,
        section_key="education",
        typed={"level": "doctorate", "school": "太原理工大学"},
        version=None,
    )
    first = application.entries.get(section="application")
    drafts.save_section(
        application=application,
        actor=user,
        section_key="application",
        typed={"specialty": "food"},
        version=first.version,
    )
    before = stored(application)
    page = browser_of(user).post(CARRY, {"answers": sealed})
    assert {line.label for line in page.context["kept"]} == {"学历学位", "申报信息"}
    browser_of(user).post(FILL, {"answers": sealed})
    after = stored(application)
    assert after["education"] == before["education"]
    assert after["application"] == before["application"]
    assert len(after["work"]) == 1


def test_a_complete_draft_is_left_as_it_is(draft, browser_of, sealed):
    before = {entry.pk: (entry.values, entry.version) for entry in draft.entries.all()}
    browser_of(draft.applicant).post(FILL, {"answers": sealed})
    kept = {
        entry.pk: (entry.values, entry.version) for entry in draft.entries.filter(pk__in=before)
    }
    assert kept == before


def test_a_second_time_fills_nothing_more(world, sealed, browser_of):
    user, _ = world.applicant()
    application = begin(world, user)
    browser_of(user).post(FILL, {"answers": sealed})
    before = stored(application)
    browser_of(user).post(FILL, {"answers": sealed})
    assert stored(application) == before


def test_a_list_that_was_answered_away_stays_empty(world, sealed, browser_of):
    user, _ = world.applicant()
    application = begin(world, user)
    drafts.save_section(
        application=application,
        actor=user,
        section_key="titles_any",
        typed={"any": "no"},
        version=None,
    )
    browser_of(user).post(FILL, {"answers": sealed})
    assert "titles" not in stored(application)
    assert stored(application)["titles_any"] == [{"any": "no"}]


def test_without_a_draft_one_is_begun_at_that_level(world, sealed, browser_of):
    user, _ = world.applicant()
    client = browser_of(user)
    assert client.post(CARRY, {"answers": sealed}).context["application"] is None
    assert not Application.objects.filter(applicant=user).exists()
    client.post(FILL, {"answers": sealed})
    application = Application.objects.get(applicant=user)
    assert (application.level, application.state) == ("engineer", "draft")
    assert stored(application)["work"]


def test_another_level_is_told_and_not_changed(world, sealed, browser_of):
    user, _ = world.applicant()
    application = begin(world, user, level="assistant_engineer")
    assert browser_of(user).post(CARRY, {"answers": sealed}).context["is_other_level"]
    browser_of(user).post(FILL, {"answers": sealed})
    application.refresh_from_db()
    assert application.level == "assistant_engineer"


def test_a_submitted_case_takes_nothing(world, sealed, browser_of):
    case = world.case("unit_review")
    before = Entry.objects.count()
    for address in (CARRY, FILL):
        answer = browser_of(case.applicant).post(address, {"answers": sealed})
        assert (answer.status_code, "已经提交" in answer.content.decode()) == (403, True)
    assert Entry.objects.count() == before


def test_who_is_not_logged_in_logs_in_with_the_answers_in_the_form(world, sealed):
    user, _ = world.applicant()
    user.set_password(PASSWORD)
    user.save()
    client = Client(enforce_csrf_checks=True)
    page = client.get(f"/check/{world.round.key}/engineer/")
    page = client.post(CARRY, {"answers": sealed, "csrfmiddlewaretoken": token(page)})
    assert page.status_code == 200
    assert f'value="{sealed}"' in page.content.decode()
    about = {"answers": sealed, "username": user.username}
    wrong = client.post(LOGIN, about | {"password": "wrong", "csrfmiddlewaretoken": token(page)})
    assert f'value="{sealed}"' in wrong.content.decode()
    assert "用户名或密码不对" in wrong.content.decode()
    page = client.post(LOGIN, about | {"password": PASSWORD, "csrfmiddlewaretoken": token(wrong)})
    assert "学历学位" in filled_fields(page)
    page = client.post(FILL, {"answers": sealed, "csrfmiddlewaretoken": token(page)})
    application = Application.objects.get(applicant=user)
    assert page["Location"] == f"/apply/{application.pk}/"
    assert stored(application)["education"]
    assert "answers" not in client.session


def token(page) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def test_without_a_token_nothing_is_carried(world, sealed):
    client = Client(enforce_csrf_checks=True)
    for address in (CARRY, LOGIN, FILL, f"/check/{world.round.key}/engineer/"):
        assert client.post(address, {"answers": sealed}).status_code == 403


def test_who_logs_in_or_registers_in_a_second_tab_loses_no_answers(world, sealed):
    user, _ = world.applicant()
    client = Client(enforce_csrf_checks=True)
    check = f"/check/{world.round.key}/engineer/"
    old = {"csrfmiddlewaretoken": token(client.get(check))}
    client.force_login(user)
    client.cookies["csrftoken"] = "a" * 32  # as the login's new one
    page = client.post(check, typed(person("engineer")) | old)
    assert page.status_code == 403 and page.context["outcome"]
    for address in (CARRY, LOGIN, FILL):
        page = client.post(address, {"answers": sealed} | old)
        assert page.status_code == 403 and "学历学位" in filled_fields(page)
        assert "您已经登录。自测的内容还在" in page.content.decode()
    assert not Application.objects.filter(applicant=user).exists()
    page = client.post(FILL, {"answers": sealed, "csrfmiddlewaretoken": token(page)})
    assert page.status_code == 302 and Application.objects.filter(applicant=user).exists()


def test_an_officer_is_told_that_applicants_apply(world, sealed, browser_of):
    officer = world.person("an-officer", Role.SUPERVISOR)
    answer = browser_of(officer).post(CARRY, {"answers": sealed})
    assert (answer.status_code, "没有申报人角色" in answer.content.decode()) == (403, True)
    assert browser_of(officer).post(FILL, {"answers": sealed}).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: "x" + text,
        lambda text: text.replace(":", "", 1),
        lambda text: signing.dumps({"round": "x"}, salt="another"),
        lambda text: "=" * 5000,
    ],
)
def test_changed_answers_are_refused_in_chinese(world, sealed, browser_of, change):
    user, _ = world.applicant()
    for client in (Client(), browser_of(user)):
        answer = client.post(CARRY, {"answers": change(sealed)})
        assert answer.status_code == 400
        assert "被改动过" in answer.content.decode()
    assert browser_of(user).post(FILL, {"answers": change(sealed)}).status_code == 400
    assert not Application.objects.filter(applicant=user).exists()


def test_old_answers_are_refused(world, sealed, browser_of, monkeypatch):
    user, _ = world.applicant()
    later = timezone.now() + timedelta(seconds=carrying.SECONDS + 1)
    monkeypatch.setattr(signing.time, "time", later.timestamp)
    answer = browser_of(user).post(FILL, {"answers": sealed})
    assert (answer.status_code, "已经过期" in answer.content.decode()) == (400, True)
    with pytest.raises(UnusableAnswers):
        carrying.unseal(sealed)


def test_answers_for_a_round_that_is_over_are_refused(world, browser_of):
    user, _ = world.applicant()
    sealed = carrying.seal(Carried("long-ago", "engineer", {}))
    answer = browser_of(user).post(FILL, {"answers": sealed})
    assert (answer.status_code, "不接受个人申报" in answer.content.decode()) == (403, True)


def test_without_an_open_round_nothing_can_be_carried(db):
    page = Client().post("/check/taiyuan-engineering-2020/engineer/", typed(person("engineer")))
    assert page.context["answers"] == ""
    assert 'name="answers"' not in page.content.decode()


def test_a_sanction_answers_the_question_that_opens_its_list(world):
    data = typed(person("engineer")) | {
        "sanctions-0-kind": "warning",
        "sanctions-0-from": "2019-01-01",
        "sanctions-0-until": "2019-07-01",
    }
    page = Client().post(f"/check/{world.round.key}/engineer/", data)
    sections = carrying.unseal(page.context["answers"]).sections
    assert sections["honours_any"] == [{"sanctions": "yes"}]
    assert sections["sanctions"][0]["kind"] == "warning"
