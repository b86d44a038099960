"""A unit's officer in a real browser: a sheet in, codes out, who can apply when; a technician's
recognition told above, objected to and found valid."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def sheet(world, on_day, tmp_path):
    from tests.applications.staff.sheets import GOOD, filled, number

    with on_day(0):
        rows = [{**GOOD, "身份证号": number()}, {"姓名": "李四", "身份证号": number("19920202")}]
        good = filled(world.units["机电检测所"], *rows)
        bad = filled(world.units["机电检测所"], {**rows[0], "最高学历": "神童班"})
    paths = tmp_path / "好.xlsx", tmp_path / "坏.xlsx"
    for path, content in zip(paths, (good, bad), strict=True):
        path.write_bytes(content)
    return paths


def test_a_sheet_is_mended_imported_and_its_people_invited(
    world, sheet, person, on_day, no_barriers
):
    with on_day(0):
        officer = person(world.officer("机电检测所"))
        page = officer.page
        officer.go("/staff/")
        officer.press("从表格导入")
        no_barriers(page)
        for path, title in ((sheet[1], "从表格导入人员"), (sheet[0], "核对要导入的人员")):
            page.set_input_files("#file", path)
            page.check("#told")
            page.get_by_role("button", name="上传并核对").click()
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
            if path == sheet[1]:
                page.locator(".error-summary a", has_text="K7 最高学历").click()
                expect(page.locator("#cell-K7")).to_contain_text("不在可选的内容里")
                no_barriers(page)
        no_barriers(page)
        page.get_by_role("button", name="确认导入 2 人").click()
        expect(page.locator(".data-table tbody tr")).to_have_count(2)
        no_barriers(page)
        page.get_by_label("本页全部").check()
        page.get_by_role("button", name="邀请注册").click()
        page.get_by_role("button", name="生成邀请码").click()
        expect(page.locator(".code-text")).to_have_count(2)
        no_barriers(page)
        officer.go("/staff/outlook/")
        expect(page.locator(".outlook-chart svg")).to_be_visible()
        no_barriers(page)
        page.get_by_role("link", name="冯小刚").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("冯小刚")
        no_barriers(page)


def test_the_body_above_objects_and_the_technician_gets_the_certificate(
    world, real_files, person, on_day, no_barriers
):
    case = world.case("recognized", level="technician")
    with on_day(0):
        body = person(world.officer("市机械局"))
        page = body.page
        body.go("/review/recognitions/")
        no_barriers(page)
        page.get_by_role("link", name=re.compile("提出异议")).click()
        page.get_by_label("异议理由").fill("考察记录不全。")
        page.get_by_role("button", name="登记异议").click()
        page.get_by_role("link", name=re.compile("登记结果")).click()
        no_barriers(page)
        page.get_by_label("不成立，认定有效").check()
        page.get_by_label("核查情况").fill("记录已补齐，考察属实。")
        page.get_by_role("button", name="登记处理结果").click()
        expect(page.locator(".chip")).to_have_text("异议不成立")
        applicant = person(case.applicant)
        applicant.go(f"/apply/{case.pk}/progress/")
        with applicant.page.expect_download() as download:
            applicant.page.get_by_role("button", name="下载资格证明（PDF）").click()
        assert download.value.suggested_filename.endswith("资格证明.pdf")
