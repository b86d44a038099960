"""Beginning, checking, submitting, following and withdrawing a case."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Organisation
from applications.enums import Action
from applications.models import Application, Entry, Event, Snapshot
from applications.workflow import perform


def address(name, *args):
    return reverse(f"applications:{name}", args=args)


@pytest.fixture
def newcomer(world):
    """Somebody who has not applied yet."""
    return world.person("newcomer", Role.APPLICANT, name="新人", phone="13900000001")


def test_the_home_offers_the_open_round_until_it_is_begun(world, newcomer, browser_of):
    client = browser_of(newcomer)
    assert address("start", world.round.key) in client.get(address("home")).content.decode()
    unit = world.units["机电检测所"]
    response = client.post(
        address("start", world.round.key), {"level": "engineer", "unit": unit.pk}
    )
    made = Application.objects.get(applicant=newcomer)
    assert response.url == address("task_list", made.pk)
    assert (made.level, made.unit) == ("engineer", unit)
    text = client.get(address("home")).content.decode()
    assert address("start", world.round.key) not in text
    assert "填写各步内容，核对后提交给所在单位。" in text


def test_looking_at_the_start_page_or_searching_begins_nothing(world, newcomer, browser_of):
    client = browser_of(newcomer)
    page = address("start", world.round.key)
    client.get(page)
    typed = {"q": "检测", "level": "engineer", "search": "1"}
    found = client.post(page, typed).content.decode()
    assert "需要改正" not in found
    assert world.units["机电检测所"].name in found
    assert world.units["龙城精密"].name not in found
    assert 'value="engineer" checked' in found
    assert not Application.objects.exists()


def test_what_is_not_offered_begins_nothing(world, newcomer, browser_of):
    client = browser_of(newcomer)
    page = address("start", world.round.key)
    office = world.units["评委会办"]
    for typed in (
        {},
        {"level": "engineer"},
        {"level": "king", "unit": world.units["机电检测所"].pk},
        {"level": "engineer", "unit": office.pk},
        {"level": "engineer", "unit": "999999"},
        {"level": "engineer", "unit": "²"},
        {"level": "engineer", "unit": "9" * 40},
    ):
        response = client.post(page, typed)
        assert response.status_code == 200 and "有内容需要改正" in response.content.decode()
    assert not Application.objects.exists()
    assert client.get(address("start", "no-such-round")).status_code == 404


def test_the_unit_is_found_by_text_and_changed_in_the_draft(world, draft, applicant):
    other = world.units["龙城精密"]
    page = address("unit", draft.pk)
    found = applicant.post(page, {"q": other.name[2:5], "search": "1"}).content.decode()
    assert other.name in found and draft.unit.name not in found
    before = draft.entries.get(section="application").version
    response = applicant.post(page, {"unit": other.pk})
    draft.refresh_from_db()
    assert draft.unit == other and response.url == address("step", draft.pk, "application")
    assert draft.entries.get(section="application").version == before + 1
    office = Organisation.objects.get(short_name="评委会办")
    assert applicant.post(page, {"unit": office.pk}).status_code == 403


def test_rows_are_copied_from_the_last_case_when_asked(world, browser_of):
    case = world.case("withdrawn")
    client = browser_of(case.applicant)
    unit = case.unit
    client.post(address("start", world.round.key), {"level": "engineer", "unit": unit.pk})
    new = Application.objects.get(applicant=case.applicant, state="draft")
    assert "从上一次申报复制" in client.get(address("task_list", new.pk)).content.decode()
    client.post(address("copy", new.pk))

    def typed(application):
        entries = application.entries.filter(section__in=("education", "work", "paper"))
        return list(entries.values_list("section", "position", "values"))

    assert typed(new) == typed(case) != []
    assert address("copy", new.pk) not in client.get(address("task_list", new.pk)).content.decode()


def test_the_check_page_shows_every_typed_value(draft, applicant):
    text = applicant.get(address("check", draft.pk)).content.decode()
    for section, name in (("education", "school"), ("work", "unit"), ("paper", "journal")):
        value = draft.entries.filter(section=section).first().values[name]
        assert value in text
    assert draft.applicant.id_number_mask in text and draft.applicant.id_number not in text
    assert "disabled" not in text[text.index('id="submit"') :]


def test_what_is_missing_stands_on_the_check_page_with_a_link(draft, applicant):
    draft.entries.filter(section="summary").update(values={"text": ""})
    draft.files.filter(need="identity_card").delete()
    text = applicant.get(address("check", draft.pk)).content.decode()
    assert f"{address('step', draft.pk, 'summary')}?check=1#summary-text" in text
    assert f"{address('evidence', draft.pk)}#need-identity_card" in text
    assert "disabled" in text[text.index('id="submit"') :]
    response = applicant.post(address("check", draft.pk), {"commitment": "yes", "version": 1})
    draft.refresh_from_db()
    assert response.status_code == 403 and draft.state == "draft"


def test_without_the_commitment_nothing_is_submitted(draft, applicant):
    response = applicant.post(address("check", draft.pk), {"version": draft.version})
    assert "请先阅读并勾选承诺书。" in response.content.decode()
    assert not Snapshot.objects.exists()


def test_submitting_ends_at_the_receipt(draft, applicant):
    response = applicant.post(
        address("check", draft.pk), {"commitment": "yes", "version": draft.version}
    )
    assert response.url == address("receipt", draft.pk)
    draft.refresh_from_db()
    text = applicant.get(response.url).content.decode()
    assert draft.receipt_number in text and draft.unit.name in text
    home = applicant.get(address("home")).content.decode()
    assert "单位审核中" in home and "继续填写" not in home


def test_the_second_click_ends_at_the_same_receipt(draft, applicant):
    data = {"commitment": "yes", "version": draft.version}
    first = applicant.post(address("check", draft.pk), data)
    second = applicant.post(address("check", draft.pk), data)
    assert first.url == second.url == address("receipt", draft.pk)
    assert Snapshot.objects.count() == 1
    assert Event.objects.filter(action="submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_make_one_submission():
    from tests.builders import World

    world = World()
    draft = world.draft()
    results = []

    def click():
        client = Client()
        client.force_login(draft.applicant)
        with world.at():
            data = {"commitment": "yes", "version": draft.version}
            results.append(client.post(address("check", draft.pk), data))
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {response.status_code for response in results} == {302}
    assert Snapshot.objects.count() == Event.objects.filter(action="submit").count() == 1


def test_progress_names_organisations_and_no_officer(world, browser_of):
    case = world.case("returned")
    officer = world.officer("机电检测所")
    text = browser_of(case.applicant).get(address("progress", case.pk)).content.decode()
    assert "工作经历与档案不一致，请核对。" in text
    assert "可以修改：工作经历、证明材料" in text
    assert case.unit.name in text and officer.name not in text


def test_after_a_return_the_stop_shows_when_the_case_came_again(world, browser_of):
    case = world.case("returned")
    came = case.links.get(organisation=case.unit).reached_at
    with world.at(66):
        perform(
            action=Action.SUBMIT,
            application=case,
            actor=case.applicant,
            data={"commitment": True},
        )
    case.refresh_from_db()
    page = browser_of(case.applicant).get(address("progress", case.pk))
    (now,) = [stop["reached_at"] for stop in page.context["stops"] if stop["is_now"]]
    assert now == case.state_since > came


@pytest.mark.parametrize("state", ["withdrawn", "declined", "refused", "lapsed"])
def test_a_case_that_ended_waits_at_no_stop(world, browser_of, state):
    case = world.case(state)
    page = browser_of(case.applicant).get(address("progress", case.pk))
    assert page.context["stops"] == []


def test_a_withdrawal_asks_once_more(world, browser_of):
    case = world.case("unit_review")
    client = browser_of(case.applicant)
    page = address("withdraw", case.pk)
    assert "不能恢复" in client.get(page).content.decode()
    refused = client.post(page, {"version": case.version})
    case.refresh_from_db()
    assert "请确认要撤回这份申报。" in refused.content.decode() and case.state == "unit_review"
    client.post(page, {"version": case.version, "confirmed": "yes"})
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert client.get(page).status_code == 403


@pytest.mark.parametrize(
    "state", ["unit_review", "office_review", "accepted", "declined", "refused", "lapsed"]
)
def test_the_home_and_progress_of_every_state_open(world, browser_of, state):
    case = world.case(state)
    client = browser_of(case.applicant)
    assert client.get(address("home")).status_code == 200
    assert client.get(address("task_list", case.pk), follow=True).status_code == 200
    assert client.get(address("progress", case.pk)).status_code == 200


def test_differences_mark_changed_added_and_removed_rows(world, browser_of):
    from applications.dossier import differences, dossier_from_snapshot
    from applications.enums import Action

    case = world.case("returned")
    rows = list(case.entries.filter(section="work"))
    rows[0].values["position"] = "总工程师"
    rows[0].save()
    Entry.objects.create(
        application=case,
        section="work",
        position=99,
        values={**rows[0].values, "unit": "新单位", "from": "2025.01", "to": "2025.02"},
        updated_at=case.state_since,
    )
    world.do(Action.SUBMIT, case, case.applicant, 0, commitment=True)
    first, second = case.snapshots.order_by("number")
    parts = {part.key: part for part in differences(first, second)}
    marks = [row.mark for row in parts["work"].sections[0].rows]
    assert sorted(marks) == sorted(["changed", *[""] * (len(rows) - 1), "added"])
    changed = next(row for row in parts["work"].sections[0].rows if row.mark == "changed")
    item = next(item for item in changed.items if item.name == "position")
    assert (item.is_changed, item.text) == (True, "总工程师") and item.was
    assert not parts["education"].is_changed
    back = {part.key: part for part in differences(second, first)}
    assert "removed" in [row.mark for row in back["work"].sections[0].rows]
    assert not any(part.is_changed for part in dossier_from_snapshot(second))


def test_the_home_tells_until_when_the_years_do_not_suffice(world, browser_of):
    draft = world.draft(years=4)
    text = browser_of(draft.applicant).get(address("home")).content.decode()
    assert f"<strong>{world.calendar.year + 1} 年度</strong>" in text


def test_what_is_missing_in_a_list_names_the_row(draft, applicant):
    first = draft.entries.filter(section="work").order_by("position").first()
    first.values |= {"position": ""}
    first.save()
    page = applicant.get(address("check", draft.pk)).content.decode()
    assert "工作经历第1条：请填写“职务”。" in page
    page = applicant.get(address("step", draft.pk, "work") + "?check=1").content.decode()
    assert "第1条：请填写“职务”。" in page
    project = draft.entries.filter(section="key_project").first()
    project.values |= {"approved_by": ""}
    project.save()
    page = applicant.get(address("check", draft.pk)).content.decode()
    assert "业绩，重点工程技术项目第1条：请填写“批准单位”。" in page
