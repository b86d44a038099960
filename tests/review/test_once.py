"""A form of notices, letters, evaluations and batches acts once (trust WF-13)."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from accounts.clock import standing_everywhere
from accounts.form_keys import new_key
from accounts.models import FormKey
from applications.enums import State
from review.models import (
    Batch,
    Evaluation,
    Objection,
    ObjectionHandling,
    PublicNotice,
    RecommendationLetter,
)
from review.services.letters import draft_letter
from review.services.notes import write_note
from tests.builders import World
from tests.test_form_keys import browser_of, key_on

pytestmark = pytest.mark.django_db

POSTED = {"place": "公告栏", "telephone": "0351-1234567", "handler": "王工"}


@pytest.fixture
def world() -> World:
    return World()


def twice(browser, page, typed) -> tuple:
    """The answers to one form, sent two times."""
    first = browser.post(page, typed)
    second = browser.post(page, typed)
    assert (first.status_code, second.status_code) == (302, 302), first.content.decode()
    return first, second


def unit_officer(world):
    return browser_of(world.officer("机电检测所"))


def test_a_notice_is_posted_again_only_once(world):
    case, browser = world.case(State.UNIT_REVIEW), unit_officer(world)
    with world.at():
        page = reverse("review:notice_record")
        asked = f"{page}?application={case.pk}"
        typed = POSTED | {
            "ids": [case.pk],
            "kind": "materials",
            "first_day": world.calendar.day(0),
            "again": "on",
            "form_key": key_on(browser.get(asked)),
        }
        first, second = twice(browser, page, typed)
    assert first.url == reverse("review:application", args=[case.pk])
    assert second.url == reverse("review:notices")
    # One that was replaced by itself would stay as a second row.
    assert PublicNotice.objects.filter(application=case, kind="materials").count() == 1


def test_an_objection_is_taken_down_once_and_looked_into_once(world):
    case, browser = world.case(State.UNIT_REVIEW), unit_officer(world)
    world.prepare(case)
    notice = PublicNotice.objects.get(application=case, kind="materials")
    page = reverse("review:objection_record", args=[notice.pk])
    with world.at(30):
        typed = {
            "channel": "phone",
            "received_on": notice.first_day,
            "identity": "anonymous",
            "content": "论文不是本人写的，请核查。",
            "form_key": key_on(browser.get(page)),
        }
        first, second = twice(browser, page, typed)
        made = Objection.objects.get(notice=notice)
        assert first.url == second.url == reverse("review:objection", args=[made.pk])
        page = reverse("review:objection", args=[made.pk])
        typed = {
            "outcome": "unfounded",
            "text": "查无此事。",
            "form_key": key_on(browser.get(page)),
        }
        twice(browser, page, typed)
    assert ObjectionHandling.objects.filter(objection=made).count() == 1


def test_a_meeting_is_recorded_once(world):
    case, browser = world.case(State.UNIT_REVIEW), unit_officer(world)
    page = reverse("review:evaluation_record")
    with world.at():
        drawn = browser.get(f"{page}?application={case.pk}")
        names = [name for name in drawn.context["form"].fields if name.startswith("in_favour")]
        opinions = [name for name in drawn.context["form"].fields if name.startswith("opinion")]
        typed = {
            "ids": [case.pk],
            "held_on": world.calendar.day(0),
            "present": 9,
            names[0]: 8,
            opinions[0]: "同意推荐。",
            "form_key": key_on(drawn),
        }
        browser.post(page, typed)
        kept = Evaluation.objects.get(application=case)
        browser.post(page, typed)
    assert Evaluation.objects.get(application=case).recorded_at == kept.recorded_at


def test_a_draft_from_the_list_is_made_once_and_both_clicks_lead_to_it(world):
    case = world.case(State.DEPARTMENT_REVIEW)
    browser = browser_of(world.officer("市机械局"))
    with world.at(30):
        key = key_on(browser.get(reverse("review:applications")))
        page, typed = reverse("review:letter_draft"), {"ids": [case.pk], "form_key": key}
        first, second = twice(browser, page, typed)
        other = browser.post(page, {"ids": [case.pk, case.pk], "form_key": key})
    made = RecommendationLetter.objects.get()
    assert first.url == second.url == reverse("review:letter", args=[made.pk])
    assert other.status_code == 409


def test_a_letter_is_issued_replaced_and_its_draft_deleted_once(world):
    case = world.case(State.DEPARTMENT_REVIEW)
    officer = world.officer("市机械局")
    browser = browser_of(officer)
    with world.at(30):
        letter = draft_letter(actor=officer, applications=[case])
        at = reverse("review:letter", args=[letter.pk])
        page = reverse("review:letter_issue", args=[letter.pk])
        typed = {
            "number": "推〔2026〕1号",
            "issued_on": world.calendar.day(30),
            "signer": "李局",
            "form_key": key_on(browser.get(page)),
        }
        assert [each.url for each in twice(browser, page, typed)] == [at, at]
        page = reverse("review:letter_replace", args=[letter.pk])
        typed = {"reason": "日期有误。", "form_key": key_on(browser.get(page))}
        first, second = twice(browser, page, typed)
        new = RecommendationLetter.objects.exclude(pk=letter.pk).get()
        assert first.url == second.url == reverse("review:letter", args=[new.pk])
        page = reverse("review:letter_delete", args=[new.pk])
        typed = {"form_key": key_on(browser.get(page))}
        listed = reverse("review:letters")
        assert [each.url for each in twice(browser, page, typed)] == [listed, listed]


def test_a_batch_is_put_together_and_started_once_and_its_key_is_not_spent_on_its_cases(world):
    case, browser = world.case(State.UNIT_REVIEW), unit_officer(world)
    with world.at():
        typed = {"ids": [case.pk], "form_key": key_on(browser.get(reverse("review:applications")))}
        page = reverse("review:batch", args=["notice"])
        first, second = twice(browser, page, typed)
        batch = Batch.objects.get()
        page = reverse("review:batch_task", args=[batch.pk])
        assert first.url == second.url == page
        typed = POSTED | {
            "kind": "materials",
            "first_day": world.calendar.day(0),
            "form_key": key_on(browser.get(page)),
        }
        twice(browser, page, typed)
    assert PublicNotice.objects.filter(application=case, kind="materials").count() == 1
    acts = set(FormKey.objects.filter(key=typed["form_key"]).values_list("act", flat=True))
    assert acts == {f"batch_started:{batch.pk}"}


@pytest.mark.django_db(transaction=True)
def test_six_clicks_at_once_make_one_draft():
    world = World()
    case = world.case(State.DEPARTMENT_REVIEW)
    officer = world.officer("市机械局")
    page, typed = reverse("review:letter_draft"), {"ids": [case.pk], "form_key": new_key()}
    browsers = [browser_of(officer) for _ in range(6)]
    gate, answers = threading.Barrier(6), []

    def send(browser):
        gate.wait()
        try:
            answers.append(browser.post(page, typed))
        finally:
            connection.close()

    with standing_everywhere(world.moment(30)):
        threads = [threading.Thread(target=send, args=[browser]) for browser in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    made = RecommendationLetter.objects.get()
    way = reverse("review:letter", args=[made.pk])
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, way)}


def test_a_note_clicked_twice_is_one_note(world):
    case, officer = world.case(State.UNIT_REVIEW), world.officer("机电检测所")
    said = {"actor": officer, "application": case}
    with world.at(30):
        first = write_note(**said, text="请核对第一学历。")
        assert write_note(**said, text="请核对第一学历。") == first
        write_note(**said, text="已核对。")
    with world.at(29):
        write_note(**said, text="请核对第一学历。")
    assert case.notes.count() == 3
