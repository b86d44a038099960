"""A sheet of staff: previewed, all or nothing, every bad cell named; hostile files refused."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.crypto import keyed_hash
from accounts.form_keys import new_key
from applications.models import Event, StaffMember, StaffSheet
from applications.staff.columns import form_for
from applications.staff.people import typed_of
from tests.applications.staff.sheets import GOOD, filled, number
from tests.builders import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def unit(world):
    return world.units["机电检测所"]


@pytest.fixture
def desk(world):
    client = Client()
    client.force_login(world.officer("机电检测所"))
    return client


def upload(desk, content: bytes, name: str = "名单.xlsx"):
    file = SimpleUploadedFile(name, content)
    return desk.post("/staff/import/", {"file": file, "told": "on"})


def import_rows(desk, world, unit, *rows):
    with world.at():
        return import_content(desk, filled(unit, *rows))


def import_content(desk, content):
    answer = upload(desk, content)
    assert answer.status_code == 302, answer.content.decode()
    return desk.post(answer["Location"])


def test_nothing_is_written_before_the_yes_and_all_of_it_after(desk, world, unit):
    with world.at():
        answer = upload(desk, filled(unit, {**GOOD, "身份证号": number()}))
        page = desk.get(answer["Location"]).content.decode()
        assert "冯小刚" in page and "新增" in page
        assert StaffMember.objects.count() == 0
        assert desk.post(answer["Location"]).status_code == 302
        assert desk.post(answer["Location"]).status_code == 404  # used up
    member = StaffMember.objects.get()
    assert (member.unit, member.name, member.sex) == (unit, "冯小刚", "male")
    assert member.id_number == number()
    assert member.values["education"] == "bachelor"
    assert member.values["achievements"] == ["paper", "patent"]
    assert Event.objects.filter(action="staff_imported").get().data == {
        "people": 1,
        "added": 1,
        "changed": 0,
    }


def test_no_id_number_lies_readable_in_the_database(desk, world, unit):
    with world.at():
        upload(desk, filled(unit, {**GOOD, "身份证号": number()}))
        assert StaffSheet.objects.count() == 1
        before = dump()
        desk.post(f"/staff/import/{StaffSheet.objects.get().pk}/")
    assert number() not in before + dump()
    assert keyed_hash(number()) in dump()


def dump() -> str:
    with connection.cursor() as cursor:
        found = []
        for table in ("applications_staffmember", "applications_staffsheet", "applications_event"):
            cursor.execute(f"SELECT * FROM {table}")
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_one_bad_cell_stops_all_and_every_bad_cell_is_named(desk, world, unit):
    rows = [
        {**GOOD, "身份证号": number()},
        {**GOOD, "身份证号": number("19910101")[:-1] + "?", "最高学历": "神童班"},
        {"姓名": "李四", "身份证号": 140101199001011100},
        {"姓名": "王五", "性别": "=1+1", "出生日期": "1990-13-01"},
        {"姓名": "赵六", "身份证号": number("19920101"), "取得时间": 2018.1, "现任职称": "技术员"},
        {"姓名": "冯小刚", "身份证号": number()},
    ]
    with world.at():
        answer = upload(desk, filled(unit, *rows))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert StaffMember.objects.count() == StaffSheet.objects.count() == 0
    for cell, words in (
        ("B8", "身份证号"),
        ("K8", "不在可选的内容里"),
        ("B9", "被存成了数字"),
        ("C10", "公式"),
        ("D10", "日期不存在"),
        ("分不清是1月还是10月", "2018-01"),
        ("B12", "与第7行是同一个人"),
    ):
        assert cell in page and words in page, (cell, words)


def test_importing_again_updates_the_same_person_and_blank_cells_change_nothing(desk, world, unit):
    import_rows(desk, world, unit, {**GOOD, "身份证号": number()})
    import_rows(desk, world, unit, {"姓名": "冯小刚", "身份证号": number(), "现在岗位": "主任"})
    member = StaffMember.objects.get()
    assert (member.values["position"], member.values["education"]) == ("主任", "bachelor")
    assert member.version == 2


def test_a_person_known_by_name_and_birth_gets_the_number_later(desk, world, unit):
    first = {"姓名": "李四", "性别": "男", "出生日期": "1990年1月1日"}
    import_rows(desk, world, unit, first)
    import_rows(desk, world, unit, first)
    assert StaffMember.objects.get().id_number == ""
    import_rows(desk, world, unit, {"姓名": "李四", "身份证号": number()})
    assert StaffMember.objects.get().id_number == number()


def test_the_exported_list_can_be_imported_and_changes_nothing(desk, world, unit):
    import_rows(desk, world, unit, {**GOOD, "身份证号": number()}, _BY_BIRTH)
    with world.at():
        content = desk.post("/staff/export/", {"with_numbers": "on"}).content
        answer = upload(desk, content)
        page = desk.get(answer["Location"]).content.decode()
    assert "没有变化" in page and "chip-info" not in page
    assert Event.objects.filter(action="staff_exported").get().data["with_numbers"] is True


_BY_BIRTH = {"姓名": "李四", "性别": "女", "出生日期": "1991-02-03"}


def test_an_export_shows_no_full_number_and_no_formula_unless_asked(desk, world, unit):
    import_rows(desk, world, unit, {**GOOD, "身份证号": number()})
    StaffMember.objects.update(values={"position": "=HYPERLINK(1)"})
    with world.at():
        content = desk.post("/staff/export/").content
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert number() not in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value == "=HYPERLINK(1)")


def test_one_of_another_unit_is_nobody_here(desk, world, unit):
    import_rows(desk, world, unit, {**GOOD, "身份证号": number()})
    member = StaffMember.objects.get()
    stranger = Client()
    stranger.force_login(world.officer("重装集团"))
    with world.at():
        there = stranger.get(f"/staff/{member.pk}/")
        nowhere = stranger.get(f"/staff/{member.pk + 1000}/")
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content
        assert stranger.post("/staff/remove/", {"ids": member.pk}).status_code == 404
        answer = stranger.post("/staff/invite/", {"ids": member.pk, "confirmed": "yes"})
        assert answer.status_code == 404
        assert "冯小刚" not in stranger.get("/staff/").content.decode()


# -- hostile files ------------------------------------------------------------------------------


def repacked(content: bytes, **added: bytes) -> bytes:
    """The same workbook with members added or replaced."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for info in old.infolist():
            if info.filename not in added:
                new.writestr(info.filename, old.read(info))
        for name, data in added.items():
            new.writestr(name, data)
    return file.getvalue()


def bomb(content):
    return repacked(content, **{"xl/media/x.bin": b"0" * 80_000_000})


def with_macro(content):
    return repacked(content, **{"xl/vbaProject.bin": b"x"})


def with_link(content):
    return repacked(content, **{"xl/externalLinks/externalLink1.xml": b"<a/>"})


def with_doctype(content):
    name = "xl/workbook.xml"
    with zipfile.ZipFile(BytesIO(content)) as book:
        data = book.read(name)
    text = b'<!DOCTYPE a [<!ENTITY b "c">]>' + data[data.index(b"<workbook") :]
    return repacked(content, **{name: text})


def too_long(content):
    book = openpyxl.load_workbook(BytesIO(content))
    for row in range(10, 1300):
        book.active.cell(row, 1).value = f"人{row}"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (bomb, "解压后过大"),
        (with_macro, "宏"),
        (with_link, "链接"),
        (with_doctype, "DTD"),
        (too_long, "表格太大"),
        (lambda content: content[:2000], "损坏"),
        (lambda content: b"%PDF-1.4", "损坏"),
        (lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content, "电子表格"),
        (lambda content: b"", "空的"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_a_reason(desk, world, unit, spoil, words):
    with world.at():
        answer = upload(desk, spoil(filled(unit, {**GOOD, "身份证号": number()})))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert StaffSheet.objects.count() == 0


def test_other_kinds_of_file_and_unknown_columns_are_refused(desk, world, unit):
    with world.at():
        assert "请上传 .xlsx 文件" in upload(desk, b"a,b", "名单.csv").content.decode()
        book = openpyxl.Workbook()
        book.active.append(["姓名", "身份证号", "工资"])
        book.active.append(["李四", number(), "1"])
        file = BytesIO()
        book.save(file)
        assert "C1：不认识“工资”这一列" in upload(desk, file.getvalue()).content.decode()


def test_who_was_slower_keeps_what_was_typed_and_sees_what_is_stored(desk, world, unit):
    import_rows(desk, world, unit, {**GOOD, "身份证号": number()})
    member = StaffMember.objects.get()
    address = f"/staff/{member.pk}/edit/"

    def sent(position: str, version) -> dict:
        form, typed = form_for(unit), typed_of(member)
        values = {f"staff-{spec.name}": typed.get(spec.name, "") for spec in form.fields}
        return values | {"staff-position": position, "version": version}

    with world.at():
        assert desk.post(address, sent("检测员", member.version)).status_code == 302
        answer = desk.post(address, sent("班长", member.version))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "现在存的是“检测员”" in page and 'value="班长"' in page
        assert desk.post(address, sent("班长", "")).status_code == 409
        assert desk.post(address, sent("班长", member.version + 1)).status_code == 302
        member.delete()
        assert desk.post(address, sent("班长", 9)).status_code == 404
    assert not StaffMember.objects.exists()


def test_a_second_click_on_the_yes_leads_to_the_list_and_imports_once(desk, world, unit):
    with world.at():
        answer = upload(desk, filled(unit, {**GOOD, "身份证号": number()}))
        assert b'name="form_key"' in desk.get(answer["Location"]).content
        key = {"form_key": new_key()}
        answers = [desk.post(answer["Location"], key) for _ in range(2)]
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, "/staff/")] * 2
    assert StaffMember.objects.count() == 1


SCANNER = """#!/bin/sh
for last; do :; done
if grep -q BAD-WORD "$last"; then echo "$last: Test-Signature FOUND"; exit 1; fi
"""


@pytest.fixture
def scanner(settings, tmp_path):
    path = tmp_path / "scan"
    path.write_text(SCANNER)
    path.chmod(0o700)
    settings.DATA_FOLDER = tmp_path
    settings.PORTAL_SCANNER = f"command:{path}"
    return path


def test_the_malware_scanner_sees_a_sheet_before_it_is_read(desk, world, unit, scanner):
    content = filled(unit, {**GOOD, "身份证号": number()})
    with world.at():
        answer = upload(desk, content + b"BAD-WORD")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "文件里查出病毒，没有接收" in page
        assert 'id="told" checked' in page  # what was ticked is kept
        assert not StaffSheet.objects.exists()
        event = Event.objects.get(action="malware_refused")
        assert event.data == {"signature": "Test-Signature"}
        assert (event.actor, event.organisation) == (world.officer("机电检测所"), unit)
        assert upload(desk, content).status_code == 302
    assert [path.name for path in scanner.parent.iterdir()] == ["scan"]


def test_a_scanner_that_is_away_keeps_nobody_from_importing(desk, world, unit, scanner):
    scanner.write_text("#!/bin/sh\nexit 2\n")
    import_rows(desk, world, unit, {**GOOD, "身份证号": number()})
    assert StaffMember.objects.count() == 1
