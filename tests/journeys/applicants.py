"""What an applicant does and reads at the browser around a case that is already typed."""

import re

from playwright.sync_api import expect

from tests.journeys.person import Person


def submits(applicant: Person, case) -> None:
    """From the home by the check page to the receipt."""
    applicant.go("/apply/")
    applicant.press("继续填写")
    applicant.go(f"/apply/{case.pk}/check/")
    applicant.page.locator("[name=commitment]").check()
    applicant.send()
    applicant.page.wait_for_url(re.compile("/receipt/"))
    case.refresh_from_db()
    expect(applicant.page.locator(".receipt-number")).to_have_text(case.receipt_number)


def reads(applicant: Person, case, label: str, text: str = "") -> None:
    """On the home: the state in the applicant's words, and who has it or what comes next."""
    applicant.go("/apply/")
    card = applicant.page.locator(".case-card")
    expect(card.locator(".chip").first).to_have_text(label)
    expect(card).to_contain_text(text)


def sees_stops(applicant: Person, case, *done: str, now: str = "") -> None:
    """On the progress page: the stops that are done, in order, and which one has it."""
    applicant.go(f"/apply/{case.pk}/progress/")
    way = applicant.page.locator("section[aria-labelledby=way]")
    expect(way.locator(".is-done .timeline-title")).to_have_text(list(done))
    if now:
        expect(way.locator(".is-now .timeline-title")).to_have_text(now)
    else:
        expect(way.locator(".is-now")).to_have_count(0)
