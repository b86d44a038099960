"""`manage.py export`: what it writes, what it refuses, and that it leaves a trace."""

import io
import os
import stat

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from accounts.models import AccessRecord
from applications.enums import State
from applications.log import verify
from applications.models import Application, Event
from review.exports import export_of
from review.exports.selection import select
from tests.review.exports.samples import ID_NUMBER, content
from tests.review.exports.world import make_round

FORMS = ("roster", "assessment-sheets", "scoring-sheets")


def export(form, path, *words):
    """Run the command; returns what it said."""
    said = io.StringIO()
    call_command("export", form, "--output", str(path), *words, stdout=said, stderr=said)
    return said.getvalue()


def rows_of(path):
    """The roster's data rows."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [row for row in values if isinstance(row[0], int)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out.xlsx"


def test_the_roster_of_the_round_with_every_cell(world, path):
    case = world.case(content("张晋平"), state=State.ACCEPTED)
    world.letter(case)
    assert "1 人" in export("roster", path, "--round", world.round.key)
    (row,) = rows_of(path)
    assert row == [
        1,
        "张晋平",
        "男",
        "1988.05",
        ID_NUMBER,
        "太原重型机械集团有限公司",
        "国有企业",
        "太原市工业和信息化局",
        "2011.07",
        "大学专科",
        "太原科技大学",
        "机械制造",
        "全日制",
        "2011.07",
        "大学本科（学位：硕士学位）",
        "太原理工大学",
        "机械工程",
        "函授",
        "2014.07",
        "助理工程师",
        "2014.12",
        "2015.01",
        "5年",
        "机械设计",
        "9年",
        "工程师",
        "机械制造",
        "本科满5年；本科聘任助理工程师满4年",
        "第1、5项",
        "无异议",
        "太原重型机械集团有限公司同意推荐",
        "太原市工业和信息化局同意推荐",
        "13900001111",
        None,
    ]
    head = openpyxl.load_workbook(path).worksheets[0]
    assert head["A1"].value == "太原市工程系列初（中）级职称评审人员审核花名表"
    line = [cell.value for cell in head[2] if cell.value]
    assert line == [
        "推荐部门（盖章）：太原市工业和信息化局",
        "填报人：李经办",
        "联系电话：0351-1234567",
        "填报日期：2020年11月18日",
    ]


def test_the_order_is_level_specialty_unit_and_name_by_pinyin(world, path):
    world.case(content("周一"))
    world.case(content("阿二"))
    world.case(content("赵三", application={"specialty": "metallurgy"}))
    world.case(content("王四", level="assistant_engineer"))
    world.case(content("丁五"), unit=world.firm)
    export("roster", path, "--round", world.round.key)
    assert [(row[0], row[1]) for row in rows_of(path)] == [
        (1, "王四"),
        (2, "丁五"),
        (3, "阿二"),
        (4, "周一"),
        (5, "赵三"),
    ]
    line = [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][2] if cell.value]
    assert line[0] == "推荐部门（盖章）：全部推荐部门"


@pytest.mark.parametrize("state", [*State])
def test_only_cases_that_are_alive_are_exported(world, path, state):
    reasons = {"return_reason": "缺件", "correction_until": "2020-11-22"}
    reasons = reasons if state == State.RETURNED else {}
    closed = {"closing_reason": "不符合"} if state in (State.DECLINED, State.REFUSED) else {}
    world.case(content("甲"), state=state, **reasons, **closed)
    export("roster", path, "--round", world.round.key)
    dropped = {State.WITHDRAWN, State.DECLINED, State.LAPSED, State.REFUSED, State.REVOKED}
    assert [row[1] for row in rows_of(path)] == ([] if state in dropped else ["甲"])


def test_a_case_that_has_not_reached_its_recommending_body_stays_out(world, path):
    world.case(content("甲"), state=State.UNIT_REVIEW, reached=False)
    world.case(content("乙"), state=State.DEPARTMENT_REVIEW)
    export("roster", path, "--round", world.round.key)
    assert [row[1] for row in rows_of(path)] == ["乙"]


def test_technicians_never(world, path):
    case = world.case(content("甲", level="technician"), state=State.RECOGNIZED)
    case.links.filter(recommends=True).update(state="")
    export("roster", path, "--round", world.round.key)
    assert rows_of(path) == []


def test_only_the_last_submission_prints_and_drafts_never(world, path):
    from tests.review.exports.world import freeze

    case = world.case(content("旧名"))
    again = content("新名", application={"number": 2, "receipt": case.receipt_number})
    again["unit"]["id"] = world.unit.pk
    freeze(case, again, number=2)
    type(case).objects.filter(pk=case.pk).update(
        name="草稿名",
        level="technician",
        state="returned",
        return_reason="改",
        open_steps=[],
        correction_until="2020-11-22",
    )
    export("roster", path, "--round", world.round.key, "--level", "engineer")
    (row,) = rows_of(path)
    assert (row[1], row[25]) == ("新名", "工程师")
    # What was said of the first submission is not said of the second.
    assert row[30:32] == [None, None]


def test_a_level_and_receipts_narrow_it(world, path):
    first = world.case(content("甲"))
    world.case(content("乙", level="assistant_engineer"))
    third = world.case(content("丙"))
    export("roster", path, "--round", world.round.key, "--level", "assistant_engineer")
    assert [row[1] for row in rows_of(path)] == ["乙"]
    export("roster", path, "--application", first.receipt_number, third.receipt_number)
    assert [row[1] for row in rows_of(path)] == ["丙", "甲"]
    export("roster", path, "--application", first.receipt_number)
    assert [row[1] for row in rows_of(path)] == ["甲"]


def test_without_a_round_the_running_one_or_an_error_that_names_them(world, path):
    from accounts.clock import standing_at
    from tests.review.exports.samples import MOMENT

    world.case(content("甲"))
    with standing_at(MOMENT):
        export("roster", path)
        assert [row[1] for row in rows_of(path)] == ["甲"]
        make_round("second", world.office)
        with pytest.raises(CommandError) as error:
            export("roster", path)
    assert "second" in str(error.value)
    assert "taiyuan-2020" in str(error.value)


@pytest.mark.parametrize(
    ("form", "words", "said"),
    [
        ("no-such-form", [], "roster、assessment-sheets、scoring-sheets"),
        ("roster", ["--format", "docx"], "xlsx、pdf"),
        ("roster", ["--format", "exe"], "xlsx、pdf"),
        ("roster", ["--level", "wizard"], "wizard"),
        ("roster", ["--application", "99999"], "99999"),
        ("roster", ["--round", "nowhere"], "nowhere"),
        ("assessment-sheets", [], "没有可导出的申报"),
        ("scoring-sheets", [], "没有可导出的申报"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(world, path, form, words, said):
    path.write_text("before")
    round = [] if "--round" in words else ["--round", world.round.key]
    with pytest.raises(CommandError) as error:
        export(form, path, *round, *words)
    assert said in str(error.value)
    assert path.read_text() == "before"
    assert os.listdir(path.parent) == ["out.xlsx"]
    assert not Event.objects.exists()


def test_a_receipt_that_may_not_be_exported_is_named(world, path):
    case = world.case(content("甲"), state=State.WITHDRAWN)
    with pytest.raises(CommandError, match=case.receipt_number):
        export("roster", path, "--application", case.receipt_number)


def test_a_folder_that_is_not_there_is_told(world, tmp_path):
    world.case()
    with pytest.raises(CommandError, match="不能写入"):
        export("roster", tmp_path / "no" / "out.xlsx", "--round", world.round.key)


def test_an_empty_roster_is_a_roster(world, path):
    assert "没有可导出的申报" in export("roster", path, "--round", world.round.key)
    assert rows_of(path) == []


@pytest.mark.parametrize("format", ["xlsx", "pdf"])
@pytest.mark.parametrize("form", FORMS)
def test_each_form_in_each_format_and_its_event(world, tmp_path, form, format):
    world.case(content("甲"), state=State.ACCEPTED)
    world.case(content("乙", level="assistant_engineer"), state=State.ACCEPTED)
    path = tmp_path / f"out.{format}"
    said = export(form, path, "--round", world.round.key, "--format", format)
    assert "2 人" in said
    if format == "pdf":
        pages = {"roster": 1, "assessment-sheets": 2, "scoring-sheets": 3}
        assert len(PdfReader(path).pages) == pages[form]
    else:
        sheets = {"roster": 1, "assessment-sheets": 2, "scoring-sheets": 3}
        assert len(openpyxl.load_workbook(path).worksheets) == sheets[form]
    event = Event.objects.get()
    assert (event.action, event.actor, event.role) == ("export", None, "system")
    wanted = {"form": form, "format": format, "count": 2, "round": world.round.key}
    assert {key: event.data[key] for key in wanted} == wanted
    assert event.data["operating_user"]
    assert not AccessRecord.objects.exists()
    assert verify() is None
    # ID numbers in full: for whoever made it only.
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_the_same_few_queries_for_3_cases_as_for_30(world, form, format, django_assert_num_queries):
    made = export_of(form)
    for more in (3, 27):
        world.letter(*(world.case(state=State.ACCEPTED) for _ in range(more)), number=str(more))
        selection = select(world.round, Application.objects.all())
        with django_assert_num_queries(5 if form == "roster" else 4):
            made.make(selection, format, io.BytesIO())
