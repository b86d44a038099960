"""What officers do with a case at the browser, each act by the page that its next step leads to."""

import re
from datetime import date

from playwright.sync_api import expect

from tests.journeys.person import Person

NOTICE = {
    "place": "办公楼一层公示栏",
    "telephone": "0351-7000100",
    "staff_representatives": "田志军、霍晓燕",
    "supervisor": "宁卫国",
}


def opens(officer: Person, case) -> None:
    """The case from the officer's own list, as somebody does who works through it."""
    officer.go("/review/applications/")
    officer.press(case.name)
    expect(officer.page.get_by_role("heading", level=1)).to_have_text(case.name)


def goes_on(officer: Person, told: str, button: str) -> None:
    """The page tells the next step and has its button."""
    expect(officer.page.locator(".next-step")).to_contain_text(told)
    with officer.page.expect_navigation():
        officer.page.locator(".next-step").get_by_role("link", name=button, exact=True).click()


def posts_rules(officer: Person, last: date) -> None:
    """The unit's notice of conditions and procedure, from today to the day that is computed."""
    officer.go("/review/notices/")
    officer.press("登记公示")
    _fills_notice(officer, last)
    expect(officer.page.locator("#rules").locator("xpath=../..")).to_contain_text(last.isoformat())


def closes_rules(officer: Person) -> None:
    officer.go("/review/notices/")
    officer.press("登记结果")
    _closes(officer)


def posts(officer: Person, case, kind: str, last: date) -> None:
    """`kind` is the notice's label; the computed last day is shown before it is recorded."""
    opens(officer, case)
    goes_on(officer, f"登记“{kind}”公示。", "登记公示")
    expect(officer.page.get_by_label(kind)).to_be_checked()
    _fills_notice(officer, last)
    expect(officer.page.locator(".status")).to_contain_text(f"{kind}：公示中")
    expect(officer.page.locator("#records")).to_contain_text(f"至 {last}")


def _fills_notice(officer: Person, last: date) -> None:
    page = officer.page
    for name, text in NOTICE.items():
        page.locator(f"[name={name}]").fill(text)
    officer.press("推算最后一天")
    expect(page.locator(".period")).to_contain_text("共 5 个工作日")
    expect(page.locator(".period")).to_contain_text(f"至{last.year}年{last.month}月{last.day}日")
    page.locator("main form[method=post]").get_by_role(
        "button", name="登记公示", exact=True
    ).click()
    page.wait_for_url(lambda address: "/notices/new" not in address and "/rules/" not in address)


def closes(officer: Person, case) -> None:
    """Every notice of the case that is over, without objection."""
    opens(officer, case)
    goes_on(officer, "公示已经结束，登记公示结果。", "登记公示结果")
    _closes(officer)
    opens(officer, case)


def _closes(officer: Person) -> None:
    expect(officer.page.locator("main .chip").first).to_have_text("无异议")
    officer.send()
    officer.sees("项公示的结果。")


def evaluates(officer: Person, case, present: int = 9, in_favour: int = 8) -> None:
    opens(officer, case)
    goes_on(officer, "登记日期、人数和意见。", "登记民主评议")
    page = officer.page
    page.locator("[name=held_on]").fill(_today(page))
    page.locator("[name=present]").fill(str(present))
    page.locator(f"[name=in_favour_{case.pk}]").fill(str(in_favour))
    officer.send()
    opens(officer, case)
    officer.sees(f"参加{present}人，同意{in_favour}人")


def examines(officer: Person, case) -> None:
    opens(officer, case)
    goes_on(officer, "登记单位考察的日期和结果。", "登记考察")
    page = officer.page
    page.locator("[name=held_on]").fill(_today(page))
    page.get_by_label("合格", exact=True).check()
    page.locator("[name=result]").fill("掌握本专业基础理论知识，能完成一般技术辅助性工作。")
    officer.send()
    opens(officer, case)
    officer.sees("掌握本专业基础理论知识")


def _today(page) -> str:
    """The portal's day, as the page's foot tells it."""
    text = page.locator("footer time, .site-footer").first.inner_text()
    year, month, day = map(int, re.search(r"(\d{4})年(\d+)月(\d+)日", text).groups())
    return date(year, month, day).isoformat()


def forwards(officer: Person, case, to: str, holder: str) -> None:
    """With the proposed opinion and every box ticked; `to` is the office's label of the state
    that follows, `holder` who has it then."""
    opens(officer, case)
    expect(officer.page.locator(".why-not")).to_have_count(0)
    officer.press("审核通过并上报")
    page = officer.page
    expect(page.locator("[name=opinion]")).to_have_value(re.compile("同意推荐"))
    expect(page.locator(".next-box")).to_contain_text(holder)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    officer.press("确认审核通过并上报")
    _has(officer, to, holder)


def writes_letter(officer: Person, case, number: str) -> None:
    opens(officer, case)
    goes_on(officer, "登记推荐函的文号和日期", "登记推荐函")
    page = officer.page
    page.locator("[name=number]").fill(number)
    page.locator("[name=issued_on]").fill(_today(page))
    page.locator("[name=filled_by]").fill("郝建国")
    page.locator("[name=telephone]").fill("0351-7000102")
    officer.send()
    opens(officer, case)
    officer.sees(number)


def checks_originals(officer: Person, case) -> None:
    opens(officer, case)
    goes_on(officer, "逐项核验原件", "原件核验")
    officer.press("其余全部一致并保存")


def accepts(officer: Person, case) -> None:
    """Right after the originals check, whose page leads on to it."""
    officer.press("确认受理")
    _has(officer, "已受理，待评审", case.round.office.name)


def recognizes(officer: Person, case) -> None:
    opens(officer, case)
    expect(officer.page.locator(".why-not")).to_have_count(0)
    officer.press("认定")
    officer.press("确认认定")
    _has(officer, "已认定（技术员）", "已办结")


def _has(officer: Person, state: str, holder: str) -> None:
    expect(officer.page.locator(".case-line .chip").first).to_have_text(state)
    expect(officer.page.locator(".status-facts")).to_contain_text(holder)
