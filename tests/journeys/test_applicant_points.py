"""What an applicant meets around the form: the self-check carried over, clauses, counts, the order
of files by keyboard; what follows a submission, on the screen and by mail."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.models import User
from applications.enums import State
from applications.models import Application, Entry
from tests.applications import samples
from tests.applications.test_selfcheck_browser import answer
from tests.builders import PASSWORD
from tests.journeys.person import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(live_server, browser, browser_context_args):
    one = Person(browser.new_context(**browser_context_args), live_server.url)
    yield one
    one.context.close()


def test_the_self_checks_answers_are_carried_into_an_application(world, visitor, on_day):
    user, _ = world.applicant(level="technician")
    user.set_password(PASSWORD)
    user.save()
    with on_day(60):
        visitor.go(f"/check/{world.round.key}/technician/")
        answer(visitor.page)
        visitor.page.locator("#answers > .form-actions button").click()
        visitor.press("带入申报")
        visitor.page.get_by_label("用户名").fill(user.username)
        visitor.page.get_by_label("密码").fill(PASSWORD)
        visitor.press("登录并继续")
        visitor.press("开始申报并带入")
        visitor.sees("已带入")
    case = Application.objects.get(applicant=user)
    assert (case.level, case.state) == ("technician", State.DRAFT)
    education = Entry.objects.get(application=case, section="education").values
    assert (education["level"], education["graduated"]) == ("bachelor", "2019.07")


def test_what_is_missing_leads_to_the_words_of_its_clause(world, person, on_day):
    draft = world.draft(years=3)
    with on_day(60):
        one = person(draft.applicant)
        one.go(f"/apply/{draft.pk}/")
        verdict = one.page.locator("#verdict")
        verdict.locator(".finding summary").first.click()
        with one.context.expect_page() as opened:
            verdict.locator("a[href*='/policy/']").first.click()
        policy = opened.value
        policy.wait_for_load_state()
        expect(policy.locator(f"[id='{policy.url.split('#')[1]}']")).to_be_in_viewport()


def test_a_text_is_counted_as_the_policy_counts_it(world, person, on_day):
    draft = world.draft()
    with on_day(60):
        one = person(draft.applicant)
        one.go(f"/apply/{draft.pk}/steps/summary/")
        field = one.page.get_by_label("工作总结")
        field.fill("用 PLC 改造，效率提高 12.5%。")
        counter = one.page.locator("#summary-text-count")
        expect(counter).to_contain_text("现有 9 字（标点和空格不算）")
        counted = counter.inner_text()
        one.press("保存并继续")
        one.go(f"/apply/{draft.pk}/steps/summary/")
        expect(counter).to_have_text(counted)


def test_files_are_put_in_order_by_keyboard(world, person, on_day, settings, tmp_path):
    settings.UPLOADS_FOLDER, settings.DATA_FOLDER = tmp_path / "uploads", tmp_path
    draft = world.draft()
    draft.files.all().delete()
    paths = [tmp_path / "正面.jpg", tmp_path / "反面.jpg"]
    for number, path in enumerate(paths):
        path.write_bytes(samples.image("JPEG", (60 + number, 80)))
    with on_day(60):
        one = person(draft.applicant)
        one.go(f"/apply/{draft.pk}/steps/evidence/")
        need = one.page.locator("#need-identity_card")
        need.locator("input[type=file]").set_input_files(paths)
        expect(need.get_by_text("已上传 2 个", exact=True)).to_be_visible()
        need.locator("button", has_text="上移").focus()
        with one.page.expect_navigation():
            one.page.keyboard.press("Enter")
        expect(need.locator(".file-name").first).to_have_text("反面.jpg")
    kept = draft.files.filter(removed_at__isnull=True)
    assert [file.name for file in kept] == ["反面.jpg", "正面.jpg"]


def test_what_was_returned_is_mended_compared_and_withdrawn(world, person, on_day, no_barriers):
    case = world.case("returned")
    User.objects.filter(pk=case.applicant_id).update(email="someone@example.org")
    with on_day(4):
        one = person(User.objects.get(pk=case.applicant_id))
        one.meant += ("status of 404",)  # the files are rows only
        one.sees("工作经历与档案不一致，请核对。")
        one.press("查看进度")
        one.page.get_by_role("link", name="工作经历", exact=True).first.click()
        one.sees("退回原因")
        expect(one.page.get_by_role("link", name="添加一条工作经历")).to_be_visible()
        one.go(f"/apply/{case.pk}/steps/person/")
        one.sees("退回时没有开放这一步")
        assert one.page.locator("form[data-autosave]").count() == 0
        mend(one, case)
        one.press("查看进度")
        one.page.get_by_role("link", name="改了什么").click()
        one.sees("改正后的职务")
        no_barriers(one.page)
        one.go(f"/apply/{case.pk}/progress/")
        one.press("撤回申报")
        one.page.get_by_label("我确认撤回这份申报").check()
        one.press("撤回申报")
        one.sees("申报已撤回。")
        one.go("/messages/")
        one.sees("下一步")
    assert Application.objects.get(pk=case.pk).state == State.WITHDRAWN
    told = [message for message in mail.outbox if message.to == ["someone@example.org"]]
    assert told
    assert all("下一步：" in message.body and "登录后查看" in message.body for message in told)


def mend(one, case) -> None:
    row = case.entries.filter(section="work", removed_at__isnull=True).order_by("position").first()
    one.go(f"/apply/{case.pk}/steps/work/?edit={row.pk}")
    one.page.locator("#form-work [name=position]").fill("改正后的职务")
    one.send("#form-work button[type=submit]")
    one.go(f"/apply/{case.pk}/check/")
    one.page.get_by_label("我已逐项核对").check()
    one.press("提交申报")
    one.sees("第2次提交")
