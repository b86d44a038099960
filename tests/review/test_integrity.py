"""The pages of findings and of integrity records, and what an appeal makes of a ban."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.errors import BadInput, NotAllowed, StaleState
from accounts.models import User
from accounts.services import set_id_number
from applications.enums import State
from applications.integrity import ban_on
from applications.models import Application, IntegrityAppeal, IntegrityRecord, Notification
from review.services.integrity import decide_appeal, enter_appeal

OFFICE, UNTIL = "评委会办", date(2028, 11, 16)


def finding(case, **changed) -> dict:
    return {
        "version": case.version,
        "reason": "论文署名造假。",
        "basis": "期刊社复函〔2026〕18号",
        "decided_on": "2026-11-20",
        "barred_from": "2026-11-20",
        "years": "3",
    } | changed


@pytest.fixture
def revoked(world):
    return world.case(State.REVOKED)


@pytest.fixture
def office(world):
    return world.officer(OFFICE)


def appealed(world, office, case) -> IntegrityAppeal:
    with world.at(2):
        return enter_appeal(
            actor=office, record=case.integrity, filed_on=world.calendar.day(2), text="请求复核。"
        )


def decided(world, office, appeal, outcome, **more) -> IntegrityAppeal:
    about = {"decided_on": world.calendar.day(1), "explanation": "经复核。"} | more
    with world.at(1):
        return decide_appeal(actor=office, appeal=appeal, outcome=outcome, **about)


def test_a_finding_is_looked_over_before_it_is_made(world, as_officer):
    case, browser = world.case(State.DEPARTMENT_REVIEW), as_officer(OFFICE)
    page = reverse("review:integrity_revoke", args=[case.pk])
    with world.at():
        asked = browser.post(page, finding(case))
        assert "2026年11月20日 至 2029年11月19日（3年）" in asked.content.decode()
        assert not IntegrityRecord.objects.exists()
        back = browser.post(page, finding(case, back="yes")).content.decode()
        assert "论文署名造假。" in back and "有内容需要改正" not in back
        done = browser.post(page, finding(case, confirmed="yes"))
    assert done.url == reverse("review:integrity_record", args=[case.pk])
    assert IntegrityRecord.objects.get().barred_until == date(2029, 11, 19)


def test_bad_input_is_told_at_the_field_and_kept(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    with world.at():
        answer = as_officer(OFFICE).post(
            reverse("review:integrity_revoke", args=[case.pk]),
            finding(case, barred_from="2026-11-19", years="9", basis=""),
        )
    page = answer.content.decode()
    assert answer.status_code == 422 and "论文署名造假。" in page
    for message in ("起始日期不能早于决定日期。", "请选择1年、2年或3年。", "请填写“依据”。"):
        assert page.count(message) == 2  # on top and at the field


def test_who_was_slower_is_told_and_keeps_the_text(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    stale = finding(case, confirmed="yes")
    world.prepare(case)
    world.forward(case)
    with world.at():
        answer = as_officer(OFFICE).post(reverse("review:integrity_revoke", args=[case.pk]), stale)
    assert answer.status_code == 409 and "论文署名造假。" in answer.content.decode()
    assert not IntegrityRecord.objects.exists()


def test_the_case_is_found_by_its_receipt_number_and_only_in_scope(world, as_officer):
    case, page = world.case(State.UNIT_REVIEW), reverse("review:integrity_find")
    found = as_officer(OFFICE).post(page, {"receipt": case.receipt_number})
    assert found.url == reverse("review:integrity_revoke", args=[case.pk])
    stranger = as_officer("汾东县人社局").post(page, {"receipt": case.receipt_number})
    nothing = as_officer("汾东县人社局").post(page, {"receipt": "20260010000999"})
    assert stranger.status_code == nothing.status_code == 422
    assert "没有这个受理编号的申报" in stranger.content.decode()


def test_the_list_is_narrowed_by_unit_and_by_where_the_ban_stands(world, as_officer, revoked):
    other = world.case(State.UNIT_REVIEW, unit="龙城精密")
    world.revoke(other, 2)
    browser, page = as_officer(OFFICE), reverse("review:integrity")

    def names(**asked) -> set[str]:
        with world.at():
            rows = browser.get(page, asked).context["rows"]
        return {row.record.application.receipt_number for row in rows}

    assert names() == {revoked.receipt_number, other.receipt_number}
    assert names(unit=revoked.unit_id) == {revoked.receipt_number}
    assert names(standing="over") == names(standing="coming") == set()
    assert names(q=other.receipt_number) == {other.receipt_number}
    assert names(standing="in_force") == names()
    with world.at():
        bureau = as_officer("龙城区人社局").get(page).context["rows"]
    assert [row.record.application for row in bureau] == [other]


def test_the_supervisor_reads_and_changes_nothing(world, logged_in, revoked):
    browser = logged_in(world.person("watcher", Role.SUPERVISOR))
    page = browser.get(reverse("review:integrity_record", args=[revoked.pk]))
    assert page.status_code == 200 and "登记申诉" not in page.content.decode()
    assert browser.get(reverse("review:integrity_appeal", args=[revoked.pk])).status_code == 404


def test_the_page_count_of_queries_does_not_grow(world, as_officer, django_assert_max_num_queries):
    for _ in range(3):
        world.case(State.REVOKED)
    browser = as_officer(OFFICE)
    with world.at(), django_assert_max_num_queries(12):
        assert len(browser.get(reverse("review:integrity")).context["rows"]) == 3


def test_an_overturned_ban_ends_and_the_record_stays(world, office, revoked):
    number = revoked.applicant.id_number_hash
    assert ban_on(number, world.calendar.day(0)).until == UNTIL
    decided(world, office, appealed(world, office, revoked), "overturned")
    assert ban_on(number, world.calendar.day(0)) is None
    record = IntegrityRecord.objects.get()
    assert record.barred_until == UNTIL
    assert Application.objects.get(pk=revoked.pk).state == State.REVOKED
    told = Notification.objects.filter(person=revoked.applicant, kind="appeal")
    assert "结果：撤销" in told.first().text and told.count() == 2
    with world.at(), pytest.raises(NotAllowed, match="已经撤销"):
        enter_appeal(actor=office, record=record, filed_on=world.calendar.day(0), text="再次。")


def test_a_changed_term_stays_changed_when_a_later_appeal_is_turned_down(world, office, revoked):
    number = revoked.applicant.id_number_hash
    earlier = date(2027, 11, 16)
    first = appealed(world, office, revoked)
    decided(world, office, first, "changed", barred_until=earlier)
    decided(world, office, appealed(world, office, revoked), "upheld")
    assert ban_on(number, world.calendar.day(0)).until == earlier


@pytest.mark.parametrize(
    ("until", "said"),
    [(None, "请填写"), (UNTIL, "维持"), (date(2030, 1, 1), "之间"), (date(2026, 1, 1), "之间")],
)
def test_a_change_names_an_earlier_last_day(world, office, revoked, until, said):
    appeal = appealed(world, office, revoked)
    with pytest.raises(BadInput, match=said):
        decided(world, office, appeal, "changed", barred_until=until)


def test_an_appeal_is_decided_once(world, office, revoked):
    appeal = appealed(world, office, revoked)
    with pytest.raises(NotAllowed, match="正在处理"):
        appealed(world, office, revoked)
    decided(world, office, appeal, "upheld")
    with pytest.raises(StaleState):
        decided(world, office, appeal, "overturned")
    with pytest.raises(DatabaseError), transaction.atomic():
        IntegrityAppeal.objects.filter(pk=appeal.pk).update(outcome="overturned")
    with pytest.raises(DatabaseError), transaction.atomic():
        IntegrityAppeal.objects.filter(pk=appeal.pk).delete()


def test_an_appeal_is_entered_and_decided_on_the_pages(world, as_officer, revoked):
    browser = as_officer(OFFICE)
    record = reverse("review:integrity_record", args=[revoked.pk])
    entering = reverse("review:integrity_appeal", args=[revoked.pk])
    deciding = reverse("review:integrity_decide", args=[revoked.pk])
    decision = {
        "outcome": "changed",
        "barred_until": "2027-11-16",
        "decided_on": "2026-11-20",
        "explanation": "情节较轻。",
    }
    with world.at():
        assert browser.get(deciding).status_code == 403
        assert browser.post(entering, {"filed_on": "2026-11-01", "text": "复核"}).status_code == 422
        assert browser.post(entering, {"filed_on": "2026-11-19", "text": "复核"}).url == record
        asked = browser.post(deciding, decision).content.decode()
        assert "请核对处理结果" in asked and "2027年11月16日" in asked
        assert browser.post(deciding, decision | {"confirmed": "yes"}).url == record
        page = browser.get(record).content.decode()
    assert "申诉后变更，原为至 2028年11月16日" in page and "情节较轻。" in page


def test_the_office_sees_at_acceptance_that_the_person_is_barred(world, as_officer, revoked):
    number = revoked.applicant.id_number
    case = world.case(State.OFFICE_REVIEW)
    nothing = {"id_number_cipher": "", "id_number_mask": "", "birth_date": None, "sex": ""}
    for person in (revoked.applicant, case.applicant):
        User.objects.filter(pk=person.pk).update(id_number_hash=None, **nothing)
    page = reverse("review:application", args=[case.pk])
    said = "取消申报资格（程-4），期间不能受理"
    with world.at():
        assert said not in as_officer(OFFICE).get(page).content.decode()
        set_id_number(user=User.objects.get(pk=case.applicant_id), number=number, actor=None)
        assert said in as_officer(OFFICE).get(page).content.decode()
