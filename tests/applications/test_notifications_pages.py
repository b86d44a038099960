"""The page of one's own messages, the number in the header, receipts and changes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from applications.closing import erase
from applications.enums import Action, State
from applications.inbox import unread_count
from applications.models import Notification
from applications.own_data import members_of

LIST = "/messages/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return world.case(State.RETURNED)


@pytest.fixture
def applicant(case, browser_of):
    return browser_of(case.applicant)


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_what_happened_what_to_do_and_by_when(case, applicant):
    page = text_of(applicant, LIST)
    for words in ("申报被退回修改", "工作经历与档案不一致", "下一步", "截止日期", "标为已读"):
        assert words in page
    until = case.correction_until
    assert f"{until.year}年{until.month}月{until.day}日" in page


def test_others_messages_are_not_there(world, case, applicant, browser_of):
    stranger = browser_of(world.person("stranger", Role.APPLICANT))
    message = Notification.objects.filter(person=case.applicant).first()
    address = reverse("messages:read", args=[message.pk])
    foreign, unknown = stranger.post(address), stranger.post("/messages/99999999/read/")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    message.refresh_from_db()
    assert message.read_at is None
    assert message.text not in text_of(stranger, LIST) and "还没有消息" in text_of(stranger, LIST)


def test_unread_ones_come_first_and_are_marked_one_by_one_or_all_at_once(case, applicant):
    newest, oldest = Notification.objects.filter(person=case.applicant)
    assert text_of(applicant, LIST).count('chip chip-info">未读') == 2
    assert applicant.post(reverse("messages:read", args=[newest.pk])).url == LIST
    page = text_of(applicant, LIST)
    assert page.index(f'id="message-{oldest.pk}"') < page.index(f'id="message-{newest.pk}"')
    assert unread_count(case.applicant) == 1
    applicant.post(reverse("messages:read_all"))
    assert unread_count(case.applicant) == 0
    assert "条未读" not in text_of(applicant, LIST)


def test_a_second_reading_keeps_the_time_of_the_first(world, case, applicant):
    message = Notification.objects.filter(person=case.applicant).first()
    applicant.post(reverse("messages:read", args=[message.pk]))
    first = Notification.objects.get(pk=message.pk).read_at
    with world.at(-1):
        Client.post(applicant, reverse("messages:read", args=[message.pk]))
    assert Notification.objects.get(pk=message.pk).read_at == first


def test_going_to_the_matter_marks_it_and_never_leaves_the_portal(case, applicant):
    message = Notification.objects.filter(person=case.applicant).first()
    address = reverse("messages:read", args=[message.pk])
    assert applicant.post(address, {"open": "1"}).url == f"/apply/{case.pk}/"
    assert Notification.objects.get(pk=message.pk).read_at
    Notification.objects.filter(pk=message.pk).update(address="//evil.example/")
    assert applicant.post(address, {"open": "1"}).url == LIST


def test_the_header_tells_the_number_and_opening_a_page_marks_nothing(case, applicant):
    for _ in range(2):
        assert "，2 条未读" in text_of(applicant, reverse("applications:home"))
        text_of(applicant, LIST)


def test_the_number_is_read_with_the_person(applicant):
    home = reverse("applications:home")
    applicant.get(home)
    with CaptureQueriesContext(connection) as queries:
        applicant.get(home)
    told = [each["sql"] for each in queries if "applications_notification" in each["sql"]]
    assert len(told) == 1 and "accounts_user" in told[0]


def test_a_long_list_has_pages(case, applicant):
    first = Notification.objects.filter(person=case.applicant).first()
    Notification.objects.bulk_create(
        Notification(
            person=case.applicant,
            kind=first.kind,
            text=f"第{number}条",
            address="/apply/",
            created_at=first.created_at,
        )
        for number in range(40)
    )
    with CaptureQueriesContext(connection) as queries:
        page = text_of(applicant, LIST)
    assert "共 2 页" in page and "99+" not in page
    assert len(queries) <= 8
    assert "共 2 页" in text_of(applicant, f"{LIST}?page=2")


def test_markup_in_a_message_is_shown_as_typed(case, applicant):
    Notification.objects.filter(person=case.applicant).update(text="<script>x</script>")
    page = text_of(applicant, LIST)
    assert "<script>x" not in page and "&lt;script&gt;x" in page


def test_each_submission_has_its_receipt_and_the_second_its_changes(world, case, applicant):
    entry = case.entries.filter(section="work", removed_at=None).first()
    entry.values = entry.values | {"position_note": ""}
    entry.values["unit"] = "改过的单位"
    entry.save()
    world.do(Action.SUBMIT, case, case.applicant, 3, commitment=True)
    progress = text_of(applicant, reverse("applications:progress", args=[case.pk]))
    for number in (1, 2):
        address = reverse("applications:receipt_of", args=[case.pk, number])
        assert address in progress
        assert case.receipt_number in text_of(applicant, address)
    changes = reverse("applications:changes", args=[case.pk, 2])
    assert changes in progress
    page = text_of(applicant, changes)
    assert "工作经历" in page and "diff-now" in page and "学历学位" not in page
    first = text_of(applicant, reverse("applications:changes", args=[case.pk, 1]))
    assert "这是第一次提交" in first
    for name in ("receipt_of", "changes"):
        assert applicant.get(reverse(f"applications:{name}", args=[case.pk, 9])).status_code == 404


def test_others_receipts_and_changes_are_not_there(world, case, browser_of):
    stranger = browser_of(world.person("stranger", Role.APPLICANT))
    for name in ("receipt_of", "changes"):
        address = reverse(f"applications:{name}", args=[case.pk, 1])
        assert stranger.get(address).status_code == 404


def test_own_data_holds_the_messages_and_a_closed_account_keeps_none(world, case):
    [member] = [each for each in members_of(case.applicant) if each.parts == ("消息.json",)]
    assert "申报被退回修改" in member.content.decode()
    erase(case.applicant)
    assert not Notification.objects.filter(person=case.applicant).exists()
