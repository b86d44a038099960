"""Who of a unit can apply for what, this year and later: the engine's word, in bulk."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.own_data import archive_of
from applications.models import StaffMember
from applications.staff.columns import form_for
from applications.staff.outlook import (
    HELD,
    IF_MENDED,
    LATER,
    NOT_AHEAD,
    NOW,
    forecast,
    person_of,
)
from applications.staff.services import save_member
from tests.applications.staff.sheets import number
from tests.builders import World

pytestmark = pytest.mark.django_db
YEAR = 2026
BACHELOR = {
    "worker_category": "cadre",
    "specialty": "electromechanical",
    "education": "bachelor",
    "certificates": "both",
    "relation": "same",
    "recognized": "yes",
    "title": "none",
}
DUTIES = {
    **{f"assessment_{year}": "qualified" for year in (2023, 2024, 2025)},
    **{f"hours_{year}": "90" for year in (2025, 2026)},
    **{f"public_hours_{year}": "30" for year in (2025, 2026)},
}


@pytest.fixture
def world():
    return World()


@pytest.fixture
def unit(world):
    return world.units["龙城精密"]


def enter(world, unit, sequence: int = 100, **values) -> StaffMember:
    with world.at():
        return save_member(
            actor=world.officer(unit.short_name),
            unit=unit,
            form=form_for(unit),
            typed={"name": "冯小刚", "id_number": number("19900101", sequence), **values},
        )


def outlooks(world, member) -> dict:
    with world.at():
        form = form_for(member.unit)
        found = person_of(member, form.context, form.target).outlooks
    return {each.level.key: (each.status, each.year) for each in found}


def since(year: int, **more) -> dict:
    return {**BACHELOR, "work_from": f"{year}.07", "graduated": f"{year}.07", **more}


def test_years_that_are_enough_now_and_years_that_will_be(world, unit):
    found = outlooks(world, enter(world, unit, **since(2024), **DUTIES, achievements=["paper"]))
    assert found == {
        "technician": (NOW, 2026),
        "assistant_engineer": (NOW, 2026),
        "engineer": (LATER, 2029),
    }


def test_the_years_of_later_duties_are_taken_as_done_but_not_those_of_now(world, unit):
    found = outlooks(world, enter(world, unit, **since(2020), achievements=["patent"]))
    assert found["engineer"] == (IF_MENDED, 2026)
    person = person_of(StaffMember.objects.get(), form_for(unit).context, form_for(unit).target)
    assert len(person.outlooks[2].missing) == 2  # assessments and training, not achievements


def test_a_title_held_is_not_applied_for_again(world, unit):
    title = {"title": "assistant_engineer", "obtained": "2022.01", "appointed": "2022.03"}
    found = outlooks(world, enter(world, unit, **{**since(2020), **title}, **DUTIES))
    assert found["technician"] == found["assistant_engineer"] == (HELD, None)
    assert found["engineer"] == (IF_MENDED, 2026)


def test_what_time_does_not_mend_is_said(world, unit):
    unrelated = enter(world, unit, 101, **since(2010, relation="unrelated"), **DUTIES)
    assert set(outlooks(world, unrelated).values()) == {(NOT_AHEAD, None)}
    bad = enter(world, unit, 102, **since(2018), **{**DUTIES, "assessment_2024": "unqualified"})
    assert outlooks(world, bad)["engineer"] == (NOT_AHEAD, None)


def test_who_retires_first_is_not_told_a_later_year(world, unit):
    old = enter(world, unit, **since(2025), **DUTIES)
    StaffMember.objects.filter(pk=old.pk).update(birth_date="1968-01-01")
    old.refresh_from_db()
    assert outlooks(world, old)["engineer"] == (NOT_AHEAD, None)


def test_the_page_shows_table_chart_and_that_it_is_an_estimate(world, unit):
    enter(world, unit, **since(2024), **DUTIES, achievements=["paper"])
    client = Client()
    client.force_login(world.officer("龙城精密"))
    with world.at():
        page = client.get("/staff/outlook/").content.decode()
        assert "这是估算，不是审核结论" in page and "<svg" in page and "最早2029年" in page
        assert "冯小刚" not in client.get("/staff/outlook/?show=none").content.decode()
        assert "冯小刚" in client.get("/staff/outlook/?show=now").content.decode()


def test_three_hundred_people_are_judged_while_somebody_waits_without_more_queries(world, unit):
    client = Client()
    client.force_login(world.officer("龙城精密"))
    one = enter(world, unit, **since(2022), **DUTIES)

    def ask() -> int:
        with world.at(), CaptureQueriesContext(connection) as found:
            assert client.get("/staff/outlook/").status_code == 200
            assert client.get("/staff/").status_code == 200
        return len(found)

    ask()
    few = ask()
    rows = []
    for at in range(299):
        made = StaffMember.objects.get(pk=one.pk)
        made.pk, made.name, made.id_number_hash = None, f"某{at}", f"{at:064x}"
        rows.append(made)
    StaffMember.objects.bulk_create(rows)
    assert ask() == few
    with world.at():
        form = form_for(unit)
        started = time.process_time()
        found = forecast(StaffMember.objects.filter(unit=unit), form.context, form.target)
    assert len(found.people) == 300
    assert time.process_time() - started < 8


def test_the_download_of_ones_own_data_tells_what_the_unit_holds(world, unit):
    user, invented = world.applicant()
    with world.at():
        save_member(
            actor=world.officer("龙城精密"),
            unit=unit,
            form=form_for(unit),
            typed={"name": invented.name, "id_number": invented.id_number, "position": "检验员"},
        )
        import zipfile

        with archive_of(user) as file, zipfile.ZipFile(file) as archive:
            text = archive.read("单位人员名单.json").decode()
        with archive_of(world.applicant()[0]) as file, zipfile.ZipFile(file) as archive:
            assert "单位人员名单.json" not in archive.namelist()
    assert unit.name in text and "检验员" in text and invented.id_number not in text


def test_inviting_gives_a_code_each_and_replaces_one_that_waits(world, unit):
    member = enter(world, unit, phone="13800000001")
    client = Client()
    client.force_login(world.officer("龙城精密"))
    asked = {"ids": member.pk, "confirmed": "yes"}
    with world.at():
        assert "生成邀请码" in client.post("/staff/invite/", {"ids": member.pk}).content.decode()
        page = client.post("/staff/invite/", asked).content.decode()
        first = page.split('code-text">')[1].split("<")[0]
        assert client.get(f"/accounts/register/invited/{first}/").status_code in (200, 302)
        assert "已邀请" in client.get("/staff/").content.decode()
        client.post("/staff/invite/", asked)
        assert Client().get(f"/accounts/register/invited/{first}/").status_code == 410
        assert "冯小刚" in client.get("/staff/?account=invited").content.decode()
        assert "冯小刚" not in client.get("/staff/?account=none").content.decode()


def test_taken_off_the_list_nothing_is_left_of_a_person(world, unit):
    member = enter(world, unit)
    client = Client()
    client.force_login(world.officer("龙城精密"))
    with world.at():
        asked = client.post("/staff/remove/", {"ids": member.pk})
        assert "移出名单" in asked.content.decode() and StaffMember.objects.exists()
        client.post("/staff/remove/", {"ids": member.pk, "confirmed": "yes"})
    assert not StaffMember.objects.exists()


def test_the_form_names_what_is_wrong_and_keeps_what_was_typed(world, unit):
    client = Client()
    client.force_login(world.officer("龙城精密"))
    typed = {
        "staff-name": "王",
        "staff-id_number": "1234",
        "staff-hours_2025": "20",
        "staff-public_hours_2025": "30",
    }
    with world.at():
        answer = client.post("/staff/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and not StaffMember.objects.exists()
    assert "身份证号应为18位" in page and "公需学时不能超过总学时" in page
    assert 'value="1234"' in page


def test_many_people_come_page_by_page_and_the_figures_are_of_all(world, unit, monkeypatch):
    monkeypatch.setattr("applications.views.staff.outlook.PAGE", 2)
    for sequence in (101, 102, 103):
        enter(world, unit, sequence, **since(2022), **DUTIES)
    client = Client()
    client.force_login(world.officer("龙城精密"))
    with world.at():
        first = client.get("/staff/outlook/").context
        second = client.get("/staff/outlook/?page=2").context
    assert (len(first["people"]), len(second["people"])) == (2, 1)
    assert len(second["forecast"].people) == 3
