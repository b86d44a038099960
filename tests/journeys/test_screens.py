"""Every screen of the applicant and of the public: no barrier, no sideways scroll, a way in by
keyboard, the same by hand without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from applications.models import Round
from applications.steps import ACHIEVEMENT_KINDS, steps_for
from applications.steps.spec import Context

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1280, 1440)
PUBLIC = (
    *("/", "/check/", "/policy/", "/accounts/login/", "/accounts/register/"),
    *("/accounts/register/invited/", "/accounts/register/unit/", "/accounts/consent/"),
    *("/accounts/reset/", "/accounts/reset/code/", "/no/such/page/"),
)
OWN = ("/apply/", "/messages/", "/accounts/profile/", "/accounts/password/")
OWN_ACCOUNT = ("/accounts/profile/unit/", "/accounts/profile/close/")


def of_the_policy() -> list[str]:
    round = Round.objects.get()
    key = round.policy.key if hasattr(round.policy, "key") else round.policy_key
    return [f"/check/{round.key}/{level}/" for level in ("technician", "engineer")] + [
        reverse("public:policy", args=[key])
    ]


def of_a_draft(case) -> list[str]:
    context = Context(case.level, case.unit.kind, case.round.policy)
    steps = [f"steps/{step.key}/" for step in steps_for(context) if not step.special]
    kinds = [f"steps/achievements/{kind}/" for kind in ACHIEVEMENT_KINDS]
    rest = ["", "check/", "unit/", "summary/", "steps/evidence/", "steps/work/?add=work"]
    missing = ["steps/honours/?check=1", "steps/education/?add=education"]
    return [f"/apply/{case.pk}/{each}" for each in (*steps, *kinds, *rest, *missing)]


def of_a_submitted(case) -> list[str]:
    places = ("progress/", "receipt/", "changes/1/", "withdraw/", "summary/")
    return [f"/apply/{case.pk}/{each}" for each in places]


def serious(page) -> list:
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:160]) for each in found]


def looked_at(one, addresses) -> None:
    """Each page at every width; axe at the narrowest, and once where the menu lies open."""
    page = one.page
    for address in addresses:
        page.goto(one.address + address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, (address, width)
            if width == WIDTHS[0] or (width == WIDTHS[-1] and address == addresses[0]):
                assert serious(page) == [], (address, width)


@pytest.fixture
def visitor(live_server, browser, browser_context_args):
    from tests.journeys.person import Person

    one = Person(browser.new_context(**browser_context_args), live_server.url)
    yield one
    one.context.close()


def test_the_public_pages(world, visitor, on_day):
    with on_day(60):
        looked_at(visitor, [*PUBLIC, *of_the_policy()])


def test_a_draft_and_the_own_account(world, person, on_day):
    draft = world.draft()
    draft.files.all().delete()  # their content is nowhere
    with on_day(60):
        one = person(draft.applicant)
        looked_at(one, [*OWN, *OWN_ACCOUNT, *of_a_draft(draft)])


@pytest.mark.parametrize("state", ["returned", "unit_review", "withdrawn"])
def test_a_case_that_was_submitted(world, person, on_day, state):
    case = world.case(state)
    with on_day(4):
        one = person(case.applicant)
        one.meant += ("status of 404",)  # the files' images: rows only
        places = [*OWN, *of_a_submitted(case)]
        if state == "returned":
            places += [f"/apply/{case.pk}/{each}" for each in ("", "check/", "steps/person/")]
        looked_at(one, places)


def test_who_has_nothing_yet_is_told_how_to_begin(world, person, on_day):
    user, _ = world.applicant()
    with on_day(60):
        one = person(user)
        looked_at(one, [*OWN, f"/apply/start/{world.round.key}/"])


def test_the_first_tab_leads_past_the_menu(world, person, on_day):
    draft = world.draft()
    with on_day(60):
        page = person(draft.applicant).page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_focus_is_seen_everywhere_and_never_trapped(world, person, on_day):
    draft = world.draft()
    with on_day(60):
        one = person(draft.applicant)
        for place in ("", "steps/person/", "steps/honours/"):
            one.go(f"/apply/{draft.pk}/{place}")
            page = one.page
            stops = page.evaluate(
                "Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]),"
                ' select, textarea, summary, [tabindex="0"]\')).length'
            )
            seen = set()
            for _ in range(stops + 3):
                page.keyboard.press("Tab")
                seen.add(page.evaluate(STOP))
                assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML")
            # The way went round: from the page's end to its beginning.
            assert any("skip-link" in each for each in seen)
            assert any("下一步" in each or "继续" in each for each in seen)


STOP = "document.activeElement.outerHTML.slice(0, 200) + document.activeElement.textContent.trim()"
OUTLINED = """() => {
  const one = document.activeElement;
  if (one === document.body) return true;
  const looks = [one, one.nextElementSibling, one.parentElement].filter(Boolean).map(getComputedStyle);
  return looks.some(s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
}"""


def test_the_whole_form_is_walked_without_javascript(world, person, on_day):
    """From the list through every step by links alone, to the button that submits."""
    draft = world.draft()
    with on_day(60):
        one = person(draft.applicant, java_script_enabled=False, width=360)
        one.meant += ("status of 404",)
        one.go(f"/apply/{draft.pk}/steps/notice/")
        page, walked = one.page, []
        while (link := page.get_by_role("link", name=re.compile("^下一步："))).count():
            walked.append(page.url)
            with page.expect_navigation():
                link.click()
        assert page.url.endswith("/check/")
        assert len(walked) == 15
        page.get_by_label("我已逐项核对").check()
        one.press("提交申报")
        one.sees("申报已提交")
