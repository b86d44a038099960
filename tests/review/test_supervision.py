"""The supervisor searches the log and the access records, checks the chain, reads figures; and
changes nothing."""

import io
from datetime import timedelta
from urllib.parse import urlencode

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import record_access, record_look
from accounts.enums import Role
from accounts.models import AccessRecord
from applications import log
from applications.enums import Action
from applications.models import ChainCheck, Event
from review.services.objections import Said, receive_objection
from review.services.rounds import change_round
from review.statistics import statistics_of
from review.views import supervision
from tests.builders import World
from tests.test_routes import ROUTES

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world) -> Client:
    client = Client()
    client.force_login(world.person("watching", Role.SUPERVISOR))
    return client


def rows(client, name: str, **asked) -> list[dict]:
    return client.get(f"{reverse(name)}?{urlencode(asked)}").context["rows"]


def test_the_log_is_searched_by_whom_for_whom_which_case_what_and_when(world, client):
    case, other = world.case("department_review"), world.case("unit_review", unit="龙城精密")
    officer = world.officer("机电检测所")

    def found(**asked) -> set[int | None]:
        return {row["event"].application_id for row in rows(client, "review:log", **asked)}

    assert found(person=officer.name) == {case.pk, None}  # the rules notice is nobody's case
    assert found(person=case.applicant.name) - {None} == {case.pk}
    assert found(organisation="太原龙城精密机械有限公司") == {other.pk}
    assert found(organisation="机电检测所") == {case.pk, None}
    assert found(receipt=case.receipt_number) == {case.pk}
    assert found(receipt=case.receipt_number[:7]) == {case.pk, other.pk}
    assert {row["event"].action for row in rows(client, "review:log", action="forward")} == {
        "forward"
    }
    forwarded = Event.objects.get(action="forward").at.date()
    on_that_day = {"since": forwarded, "until": forwarded, "action": "forward"}
    assert found(**on_that_day) == {case.pk}
    assert found(since="2999-01-01") == found(until="1999-01-01") == set()
    page = client.get(reverse("review:log") + "?since=x")
    assert "请填写日期" in page.content.decode()


def test_who_read_and_exported_a_case_is_found_by_its_number(world, client):
    case, other = world.case("unit_review"), world.case("unit_review")
    officer, body = world.officer("机电检测所"), world.officer("市机械局")
    record_access(user=officer, what="application", object=case.receipt_number)
    record_access(user=officer, what="application", object=other.receipt_number)
    refused = f"/review/applications/{case.pk}/forward/"
    record_access(user=officer, what="review:move", object=refused, outcome="refused")
    record_access(
        user=body,
        what="export",
        object="roster",
        outcome="exported",
        cases=[other.receipt_number, case.receipt_number],
    )

    def found(**asked) -> list[tuple]:
        return [
            (row["record"].user.username, row["record"].outcome)
            for row in rows(client, "review:access", **asked)
        ]

    assert found(object=case.receipt_number) == [
        ("department1", "exported"),
        ("unit1", "refused"),
        ("unit1", "read"),
    ]
    assert found(person=body.name) == [("department1", "exported")]
    assert found(organisation="市机械局") == [("department1", "exported")]
    assert len(found(what="application")) == 2
    assert found(outcome="exported") == [("department1", "exported")]


def test_one_look_at_pictures_is_one_line_a_person_case_and_hour(world, monkeypatch):
    case, other = world.case("unit_review"), world.case("unit_review")
    officer, second = world.officer("机电检测所"), world.officer("市机械局")
    for _ in range(3):
        record_look(user=officer, what="evidence_page", object=case.receipt_number)
    record_look(user=second, what="evidence_page", object=case.receipt_number)
    record_look(user=officer, what="evidence_page", object=other.receipt_number)
    assert AccessRecord.objects.filter(what="evidence_page").count() == 3
    # Two at the same moment: neither sees the other's line before it writes.
    with monkeypatch.context() as patch:
        nobody = type("Nobody", (), {"exists": staticmethod(lambda: False)})
        patch.setattr(AccessRecord.objects, "filter", lambda **asked: nobody)
        record_look(user=officer, what="evidence_page", object=case.receipt_number)
    assert AccessRecord.objects.filter(what="evidence_page").count() == 3


def test_the_pictures_of_a_case_write_one_line(world, client):
    from tests.routes import RealPhotos

    world.desk.shelf = RealPhotos()
    case = world.case("unit_review")
    officer = Client()
    officer.force_login(world.officer("机电检测所"))
    photo = case.files.get(need="photo")
    with world.at():
        for size in ("thumb", "page", "thumb"):
            address = reverse("applications:file_page", args=[photo.pk])
            assert officer.get(f"{address}?page=1&size={size}").status_code == 200
    lines = AccessRecord.objects.filter(what="evidence_page")
    assert [line.object for line in lines] == [case.receipt_number]


def test_the_chain_is_checked_by_reading_only(world, client):
    world.case("unit_review")
    address = reverse("review:log_check")
    assert "还没有" in client.get(address).content.decode()
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"{address}?after=0").content.decode()
    assert "日志链完整" in page
    assert not [q for q in asked if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    call_command("verify_log")
    assert ChainCheck.objects.get().length == Event.objects.count()
    assert "，完整" in client.get(address).content.decode()


def test_a_long_chain_is_checked_in_parts(world, client, monkeypatch):
    world.case("unit_review")
    length = Event.objects.count()
    monkeypatch.setattr(supervision, "MOST_WALKED", 2)
    address = reverse("review:log_check")
    first = client.get(f"{address}?after=0").content.decode()
    assert "第 1 至 2 条" in first and "?after=2" in first
    last = client.get(f"{address}?after={length - 1}").content.decode()
    assert f"第 {length} 至 {length} 条" in last and "继续核对后面的" not in last


def test_the_first_bad_entry_is_named(world, client, monkeypatch):
    world.case("unit_review")
    broken = log.Part(0, 2, 9, log.Broken(2, "content was altered"))
    monkeypatch.setattr(supervision, "verify_part", lambda **asked: broken)
    page = client.get(reverse("review:log_check") + "?after=0").content.decode()
    assert "第 2 条有问题：内容被改动过" in page and "继续核对后面的" not in page


def test_what_is_written_during_the_walk_is_no_fault(world, monkeypatch):
    world.case("unit_review")
    walk = log._events

    def with_a_late_entry(after, last):
        log.append(action="note")
        return walk(after, last)

    monkeypatch.setattr(log, "_events", with_a_late_entry)
    assert log.verify() is None


def test_statistics_count_what_each_organisation_did(world, client):
    case = world.case("department_review")  # submitted 69 days ago, forwarded 30 days ago
    returned = world.case("returned")
    world.case("unit_review")
    late = world.case("unit_review", unit="龙城精密")
    with world.at(-60):
        lines = {
            line.organisation.short_name: line
            for line in statistics_of(world.round, world.calendar.day(-60)).lines
        }
    unit = lines["机电检测所"]
    assert (unit.arrived, unit.waiting, unit.passed_on, unit.returned) == (3, 1, 1, 1)
    assert (unit.average, unit.longest) == (51.5, 64.0)  # (69-30 + 69-5) / 2
    assert (lines["市机械局"].arrived, lines["市机械局"].waiting) == (1, 1)
    assert lines["龙城精密"].overdue == 1
    assert {case.state, returned.state, late.state} == {
        "department_review",
        "returned",
        "unit_review",
    }
    page = client.get(reverse("review:statistics")).content.decode()
    assert "太原市机电设备检测研究所" in page
    sheet = client.get(reverse("review:statistics_sheet"))
    cells = [list(row) for row in openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values]
    line = next(row for row in cells if row[0] == "太原市机电设备检测研究所")
    assert line[2:6] == [3, 1, 1, 1]


def test_the_log_says_which_notice_and_which_dates_were_moved(world, client):
    case = world.case("unit_review")
    with world.at(60):
        world.desk.post(case, "materials", world.calendar.day(60))
    admin = world.person("admin", Role.ADMINISTRATOR)
    until = world.round.units_until + timedelta(3)
    with world.at(5):
        change_round(actor=admin, round=world.round, reason="系统停电一天", units_until=until)
    with world.at():
        shown = client.get(reverse("review:log")).content.decode()
    assert f"“个人申报材料”，{world.calendar.day(60)}至" in shown
    assert f"单位审核截止：{world.round.units_until} → {until}" in shown
    assert world.round.name in shown and "系统停电一天" in shown


def test_an_export_is_found_by_its_kind_and_says_what_and_how_many(world, client):
    log.append(
        action="export",
        actor=world.officer("评委会办"),
        object="roster:demo",
        data={"form": "roster", "format": "xlsx", "count": 12},
    )
    with world.at():
        (row,) = rows(client, "review:log", action="export")
    assert row["what"] == "导出表格"
    assert row["said"].endswith("，xlsx，12人") and "roster" not in row["said"]


def test_an_objection_counts_for_the_unit(world):
    case = world.case("unit_review")
    with world.at(60):
        world.desk.post(case, "materials", world.calendar.day(60))
        notice = case.notices.get()
    with world.at(58):
        for text in ("业绩的时间不对，请核查一下。", "工作经历的时间也不对，请核查。"):
            receive_objection(notice=notice, said=Said(text))
    lines = statistics_of(world.round, world.calendar.day(0)).lines
    assert [line.objections for line in lines] == [1]


def test_pages_cost_the_same_with_three_cases_as_with_ten(world, client):
    names = ("review:log", "review:access", "review:statistics", "review:statistics_sheet")

    def cost() -> dict:
        found = {}
        for name in names:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(name)).status_code == 200
            found[name] = len(asked)
        return found

    for _ in range(3):
        world.case("unit_review")
    cost()
    few = cost()
    for _ in range(7):
        world.case("unit_review")
    many = cost()
    assert many == few
    assert max(many.values()) <= 15


def test_nothing_there_can_be_changed(world, client):
    """A supervisor's own pages take no POST, and no route that takes one names the supervisor."""
    own = [name for name, route in ROUTES.items() if route["who"] == ["supervisor"]]
    assert {
        "review:log",
        "review:log_check",
        "review:access",
        "review:statistics",
        "review:statistics_sheet",
    } <= set(own)
    before = Event.objects.count()
    assert {name: client.post(reverse(name)).status_code for name in own} == dict.fromkeys(own, 405)
    posted = {
        name
        for name, route in ROUTES.items()
        if route.get("method") == "post" and "supervisor" in route["who"]
    }
    assert posted == set()
    assert Event.objects.count() == before


def test_the_supervisor_sees_no_content(world, client):
    case = world.case("unit_review")
    for name in ("review:application", "review:id_number", "applications:progress"):
        assert client.get(reverse(name, args=[case.pk])).status_code == 404
    photo = case.files.first()
    assert client.get(reverse("applications:file_view", args=[photo.pk])).status_code == 404


def test_a_move_by_a_stand_in_says_so_in_the_log(world, client):
    case = world.officers_own_case("机电检测所")
    person = world.officer("市机械局")
    from review.services.stand_ins import name_stand_in

    with world.at():
        name_stand_in(
            actor=person,
            application=case,
            person=person,
            reason="唯一的经办人是申报人本人",
            until=world.calendar.day(-9),
        )
    person = type(person).objects.get(pk=person.pk)
    world.do(Action.DECLINE, case, person, 0, reason="民主评议未通过。")
    [row] = rows(client, "review:log", action="decline")
    assert "代单位经办人" in row["who"]
