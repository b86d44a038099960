"""Somebody at a browser: logs in, fills forms by their labels' fields, presses buttons."""

from playwright.sync_api import BrowserContext, Page, expect

from applications.steps import section_of
from applications.steps.spec import Kind, Section

# An answer of 409 or 422 is meant; the browser reports it in its console all the same.
MEANT = ("status of 409", "status of 422", "status of 403")


class Person:
    """One browser context with one page."""

    def __init__(self, context: BrowserContext, address: str):
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.meant = MEANT
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message) -> None:
        if message.type == "error" and not any(each in message.text for each in self.meant):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> None:
        response = self.page.goto(self.address + path)
        assert response is None or response.status == 200, f"{path}: {response.status}"

    def log_in(self, username: str, password: str) -> None:
        self.page.goto(self.address + "/accounts/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def press(self, name: str) -> None:
        """Press the button or follow the link of that name."""
        page = self.page
        button = page.get_by_role("button", name=name, exact=True)
        link = page.get_by_role("link", name=name, exact=True)
        with page.expect_navigation():
            button.or_(link).first.click()

    def send(self, selector: str = "main form[method=post] button[type=submit]") -> None:
        """Press the last button that the selector finds; the page that answers is there."""
        with self.page.expect_navigation():
            self.page.locator(selector).last.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    # -- the form's steps ----------------------------------------------------------------------

    def fill_section(self, key: str, rows: list[dict]) -> None:
        """Type a section, or each row of a list, and press its button."""
        section = section_of(key)
        for values in rows:
            if section.rows:
                with self.page.expect_navigation():
                    self.page.locator(f"#block-{key} a", has_text="添加一条").click()
            form = self.page.locator(f"#form-{key}")
            self._type(form, section, values)
            self.send(f"#form-{key} button[type=submit]")

    def _type(self, form, section: Section, values: dict) -> None:
        for spec in section.fields:
            value = values.get(spec.name)
            if not value or spec.kind is Kind.UNIT:
                continue
            field = form.locator(f"[name='{spec.name}']")
            if spec.kind is Kind.YES_NO:
                form.locator(f"[name='{spec.name}'][value='{value}']").check()
            elif spec.kind is Kind.MANY:
                for each in value:
                    form.locator(f"[name='{spec.name}'][value='{each}']").check()
            elif spec.kind is Kind.CHOICE and field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            elif spec.kind is Kind.CHOICE:
                form.locator(f"[name='{spec.name}'][value='{value}']").check()
            else:
                field.fill(value)
