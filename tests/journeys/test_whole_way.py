"""The whole way once, in a real browser: apply, be returned, mend, be approved, be exported."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.steps import steps_for
from applications.steps.spec import Context
from tests.journeys import officers
from titleportal.demonstration.content import sections_of
from titleportal.demonstration.files import paper, photo
from titleportal.demonstration.people import invent

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """A photo and a scan that every entry of the evidence takes."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "photo.jpg").write_bytes(photo(7))
    (folder / "scan.pdf").write_bytes(paper("身份证（复印件）"))
    return {"photo": folder / "photo.jpg", "scan": folder / "scan.pdf"}


def test_from_the_first_click_to_the_printed_roster(world, on_day, person, no_barriers, files):
    invented = invent(5, year=world.calendar.year, level="engineer", years=8, education="bachelor")
    user = world.person("newcomer", Role.APPLICANT, has_agreed=False, name=invented.name)
    with on_day(74):
        officers.posts_rules(person(world.officer("机电检测所")), date(2026, 9, 11))
    with on_day(62):
        officers.closes_rules(person(world.officer("机电检测所")))
        applicant = person(user)
        case = fill_everything(applicant, world, invented, files, no_barriers)
        submit(applicant, case, no_barriers)
    with on_day(60):
        officer = person(world.officer("机电检测所"))
        give_back(officer, case, world.calendar.day(50), no_barriers)
    with on_day(59):
        applicant = person(user)
        mend(applicant, case, invented)
    approve_at_unit(world, on_day, person, case, no_barriers)
    recommend(world, on_day, person, case)
    with on_day(20):
        secretary = person(world.officer("评委会办"))
        accept(secretary, case, no_barriers)
        check_roster(secretary, invented)
    assert Application.objects.get(pk=case).state == State.ACCEPTED


def fill_everything(applicant, world, invented, files, no_barriers) -> int:
    page, unit = applicant.page, world.units["机电检测所"]
    no_barriers(page)
    applicant.press("开始申报")
    agree(applicant, no_barriers)
    page.locator("[name=level][value=engineer]").or_(
        page.locator("select[name=level]")
    ).first.wait_for()
    choose(page, "level", "engineer")
    choose_unit(applicant, unit)
    case = Application.objects.get(applicant__username="newcomer").pk
    sections = sections_of(invented, unit, year=world.calendar.year)
    sections["person"][0]["id_number"] = invented.id_number
    context = Context("engineer", unit.kind, world.round.policy)
    for step in steps_for(context):
        if step.special:
            continue
        for section in step.sections:
            rows = sections.get(section.key, [])
            if not rows:
                continue
            place = f"achievements/{section.key}" if is_achievement(section.key) else step.key
            applicant.go(f"/apply/{case}/steps/{place}/")
            no_barriers(page)
            applicant.fill_section(section.key, rows)
    upload_everything(applicant, case, files, no_barriers)
    return case


def agree(applicant, no_barriers) -> None:
    """Whose account somebody else made is asked before anything is typed."""
    page = applicant.page
    applicant.sees("请先阅读个人信息处理告知并同意，再开始申报。")
    no_barriers(page)
    page.locator("[name=consent]").check()
    page.locator("[name=consent_sensitive]").check()
    applicant.press("同意并开始申报")


def is_achievement(key: str) -> bool:
    return key in (
        "paper",
        "key_project",
        "technology_application",
        "award",
        "patent",
        "substitute",
    )


def choose(page, name: str, value: str) -> None:
    radio = page.locator(f"[name={name}][value='{value}']")
    if radio.count():
        radio.first.check()
    else:
        page.locator(f"select[name={name}]").select_option(value)


def choose_unit(applicant, unit) -> None:
    page = applicant.page
    if page.locator("[name=q]").count():
        page.locator("[name=q]").fill(unit.name[:6])
        with page.expect_navigation():
            page.locator("[name=q]").press("Enter")
    choose(page, "level", "engineer")
    choose(page, "unit", str(unit.pk))
    applicant.send()
    page.wait_for_url(re.compile(r"/apply/\d+/"))


def upload_everything(applicant, case: int, files, no_barriers) -> None:
    page = applicant.page
    applicant.go(f"/apply/{case}/steps/evidence/")
    needed = page.locator(".need", has=page.get_by_text("必须上传", exact=True))
    while needed.count():
        first = needed.first
        kind = "photo" if first.get_attribute("id") == "need-photo" else "scan"
        left = needed.count()
        first.locator("input[type=file]").set_input_files(files[kind])
        page.wait_for_function(
            "left => document.querySelectorAll('.need .chip-warning').length < left", arg=left
        )
        applicant.go(f"/apply/{case}/steps/evidence/")
    no_barriers(page)


def submit(applicant, case: int, no_barriers) -> None:
    page = applicant.page
    applicant.go(f"/apply/{case}/check/")
    no_barriers(page)
    page.locator("[name=commitment]").check()
    applicant.send()
    page.wait_for_url(re.compile("/receipt/"))
    no_barriers(page)
    applicant.sees(Application.objects.get(pk=case).receipt_number)


def give_back(officer, case: int, until, no_barriers) -> None:
    page = officer.page
    officer.go(f"/review/applications/{case}/")
    no_barriers(page)
    officer.go(f"/review/applications/{case}/return/")
    no_barriers(page)
    page.locator("[name=reason]").fill("所在部门名称与人事档案不一致，请改正。")
    page.locator("[name=open_steps][value=application]").check()
    page.locator("[name=correction_until]").fill(until.isoformat())
    officer.send()
    assert Application.objects.get(pk=case).state == State.RETURNED


def mend(applicant, case: int, invented) -> None:
    page = applicant.page
    applicant.go("/apply/")
    applicant.sees("所在部门名称与人事档案不一致，请改正。")
    applicant.go(f"/apply/{case}/steps/application/")
    page.locator("[name=department_in_unit]").fill("设备检测二室")
    applicant.send("#form-application button[type=submit]")
    applicant.go(f"/apply/{case}/check/")
    page.locator("[name=commitment]").check()
    applicant.send()
    page.wait_for_url(re.compile("/receipt/"))


def approve_at_unit(world, on_day, person, case: int, no_barriers) -> None:
    application = Application.objects.get(pk=case)
    with on_day(58):
        officer = person(world.officer("机电检测所"))
        officers.posts(officer, application, "个人申报材料", date(2026, 9, 30))
        no_barriers(officer.page)
    with on_day(42):
        officer = person(world.officer("机电检测所"))
        officers.closes(officer, application)
        officers.evaluates(officer, application)
        # 10 October 2026 is a Saturday on which people work.
        officers.posts(officer, application, "单位鉴定意见", date(2026, 10, 14))
    with on_day(30):
        officer = person(world.officer("机电检测所"))
        officers.closes(officer, application)
        officer.sees("设备检测二室")
        officers.forwards(officer, application, "主管部门审核", world.units["市机械局"].name)


def recommend(world, on_day, person, case: int) -> None:
    application = Application.objects.get(pk=case)
    with on_day(25):
        officer = person(world.officer("市机械局"))
        officers.writes_letter(officer, application, "市机械局推〔2026〕3号")
        officers.forwards(officer, application, "评委会办受理审核", world.units["评委会办"].name)


def accept(secretary, case: int, no_barriers) -> None:
    application = Application.objects.get(pk=case)
    officers.checks_originals(secretary, application)
    no_barriers(secretary.page)
    officers.accepts(secretary, application)


def check_roster(secretary, invented) -> None:
    page = secretary.page
    secretary.go("/review/exports/")
    choose(page, "form", "roster")
    with page.expect_download() as download:
        page.locator("main form[method=post] button[type=submit]").last.click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = {cell.value for row in book.active.iter_rows() for cell in row}
    assert {invented.name, invented.id_number, "工程师", "机械制造"} & cells >= {
        invented.name,
        invented.id_number,
        "工程师",
    }
