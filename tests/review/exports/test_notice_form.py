"""附件2 from the notices and objections as they were handled."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document

from applications.enums import State
from applications.models import Event
from review.exports import export_of
from review.exports.notice_form import NoticeForms, Records, notice_form
from review.exports.records import frozen_cases
from review.exports.selection import Selection
from review.models import PublicNotice
from review.services.notices import close_notice
from review.services.objections import Said, handle_objection, receive_objection
from tests.builders import World
from tests.review.test_notices import evaluated, posted


@pytest.fixture
def world(db) -> World:
    return World()


def form_of(case):
    selection = Selection(case.round, type(case).objects.filter(pk=case.pk))
    records = Records(selection)
    return notice_form(next(frozen_cases(selection)), records)


def test_it_holds_the_three_notices_and_the_units_opinion(world):
    case = world.case(State.DEPARTMENT_REVIEW)
    form, stored = form_of(case), PublicNotice.objects.get(application=case, kind="materials")
    first, last = stored.first_day, stored.last_day
    assert [each.label for each in form.notices] == [
        "评审条件、评议程序",
        "个人申报材料",
        "单位鉴定意见",
    ]
    assert form.notices[1].days == (
        f"{first.year}年{first.month}月{first.day}日\n至\n{last.year}年{last.month}月{last.day}日"
    )
    assert [each.working_days for each in form.notices] == ["5", "5", "5"]
    assert {each.objections for each in form.notices} == {"无异议"}
    assert (form.is_clean, form.opinion) == (True, "同意推荐。")
    assert form.opinion_date and "*" in form.id_number


def test_an_objection_and_its_handling_are_told_without_who_objected(world):
    case, officer = world.case(State.UNIT_REVIEW), world.officer("机电检测所")
    notice = posted(world, case, "materials", 60)
    with world.at(59):
        made = receive_objection(
            notice=notice, said=Said("第二篇论文的排名与刊物不一致。", "柳明", "13900000001")
        )
    with world.at(40):
        handle_objection(actor=officer, objection=made, outcome="unfounded", text="排名属实。")
        assert form_of(case).is_clean is None
        close_notice(actor=officer, notice=notice)
    evaluated(world, case, 39)
    form = form_of(case)
    assert "网上反映：排名属实。（经核查不成立）" in form.notices[1].objections
    assert "柳明" not in str(form) and form.notices[2].days == ""


@pytest.mark.parametrize("level", ["engineer", "technician"])
def test_a_unit_takes_its_own_cases_form_and_it_is_recorded(world, level):
    from django.test import Client

    case = world.case(State.UNIT_REVIEW, level=level)
    client, stranger = Client(), Client()
    client.force_login(world.officer("机电检测所"))
    stranger.force_login(world.officer("龙城精密"))
    asked = {"ids": case.pk, "format": "docx"}
    with world.at():
        answer = client.post(reverse("review:notice_form"), asked)
        assert stranger.post(reverse("review:notice_form"), asked).status_code == 404
    made = Document(BytesIO(b"".join(answer.streaming_content)))
    assert case.name in "".join(made.element.body.itertext())
    event = Event.objects.get(action="export")
    assert (event.data["form"], event.data["count"]) == ("notice-form", 1)
    assert event.organisation == case.unit


def test_a_format_that_the_form_does_not_have_is_told(world):
    from django.test import Client

    case = world.case(State.UNIT_REVIEW)
    client = Client()
    client.force_login(world.officer("机电检测所"))
    with world.at():
        answer = client.post(reverse("review:notice_form"), {"ids": case.pk, "format": "xlsx"})
    assert answer.status_code == 403 and "没有 xlsx 格式" in answer.content.decode()


def test_the_command_writes_both_formats(world, tmp_path):
    case = world.case(State.OFFICE_REVIEW)
    for format in NoticeForms.formats:
        path = tmp_path / f"form.{format}"
        told = StringIO()
        call_command(
            "export",
            "notice-form",
            application=[case.receipt_number],
            format=format,
            output=str(path),
            stdout=told,
        )
        assert path.stat().st_size > 1000 and "1 人" in told.getvalue()
    assert export_of("notice-form").label == "公示情况表（附件2）"
