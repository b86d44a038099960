"""A finding of false material: the move, its record, the ban, who is told, what is frozen."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import OrganisationKind, Role
from accounts.errors import GuardFailed, NotAllowed
from accounts.models import Organisation, User
from accounts.services import set_id_number
from applications import drafts, log
from applications.case import Case
from applications.enums import Action, State
from applications.integrity import ban_on, last_day_of
from applications.models import Application, Event, IntegrityRecord, Notification
from applications.workflow import perform

pytestmark = pytest.mark.django_db


def kinds_of(user: User) -> list[str]:
    return list(Notification.objects.filter(person=user).values_list("kind", flat=True))


def test_a_finding_closes_the_case_and_is_recorded_with_the_unit_and_the_ban(world):
    case = world.case(State.DEPARTMENT_REVIEW)
    revoked = world.revoke(case, 3)
    assert (revoked.state, revoked.holder_id) == (State.REVOKED, None)
    record = IntegrityRecord.objects.get(application=case)
    day = world.calendar.day(3)
    assert (record.barred_from, record.barred_until) == (day, last_day_of(day, 2))
    assert (record.unit, record.unit_name) == (case.unit, case.unit.name)
    assert record.unit_vouched and record.from_state == State.DEPARTMENT_REVIEW
    assert record.id_number_hash == case.applicant.id_number_hash
    assert record.masked_number == case.applicant.id_number_mask
    event = Event.objects.filter(application=case).last()
    assert (event.action, event.role, event.to_state) == ("revoke", Role.SECRETARY, "revoked")
    assert event.organisation == world.round.office and event.data["unit"] == case.unit_id
    assert log.verify() is None


def test_a_unit_that_had_not_passed_it_on_is_not_said_to_have_vouched(world):
    world.case(State.REVOKED)
    assert not IntegrityRecord.objects.get().unit_vouched


def test_applicant_unit_and_the_way_are_told_and_who_did_it_is_not(world):
    case = world.case(State.OFFICE_REVIEW)
    Notification.objects.all().delete()
    world.revoke(case, 3)
    assert kinds_of(case.applicant) == ["revoked"]
    assert kinds_of(world.officer("机电检测所")) == ["revoked_below"]
    assert kinds_of(world.officer("市机械局")) == ["revoked_below"]
    assert kinds_of(world.officer("评委会办")) == []
    told = Notification.objects.get(person=case.applicant).text
    assert "2026年11月17日至2028年11月16日" in told and "期刊" not in told


def test_the_bureau_above_the_unit_may_revoke_without_being_on_the_way(world):
    case = world.case(State.UNIT_REVIEW)
    bureau = Organisation.objects.create(name="市人社局", kind=OrganisationKind.HR_BUREAU)
    officer = world.person("city", Role.HR_OFFICER, bureau)
    with pytest.raises(NotAllowed, match="管辖"), world.at():
        perform(action=Action.REVOKE, application=case, actor=officer, data={})
    Organisation.objects.filter(short_name="市机械局").update(parent=bureau)
    with pytest.raises(GuardFailed), world.at():
        perform(action=Action.REVOKE, application=case, actor=officer, data={})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": " "}, "请填写查实的事实。"),
        ({"basis": ""}, "请填写依据。"),
        ({"reason": "长" * 501}, "查实的事实最多500字。"),
        ({"decided_on": None}, "请填写决定日期。"),
        ({"decided_on": date(2026, 11, 18)}, "决定日期不能晚于今天。"),
        ({"years": 4}, "请选择取消申报资格的年限：1年、2年或3年。"),
        ({"barred_from": date(2026, 11, 16)}, "起始日期不能早于决定日期。"),
        ({"barred_from": date(2028, 1, 1)}, "起始日期不能晚于决定日期一年以后。"),
        ({"confirmed": False}, "请确认要取消资格，取消后不能恢复。"),
    ],
)
def test_a_finding_asks_for_what_the_contract_asks(world, changed, said):
    case = world.case(State.UNIT_REVIEW)
    with pytest.raises(GuardFailed) as refused:
        world.revoke(case, 3, **changed)
    assert said in refused.value.reasons
    assert not IntegrityRecord.objects.exists()


def test_what_was_never_handed_in_cannot_be_found_false(world):
    case = world.case(State.LAPSED)
    with pytest.raises(GuardFailed, match="从未提交过"):
        world.revoke(case, -70)


def test_a_withdrawn_case_can_be_revoked_beside_the_one_begun_afresh(world):
    old = world.case(State.WITHDRAWN)
    with world.at(7):
        fresh = drafts.start_application(
            round=world.round, applicant=old.applicant, level="engineer", unit=old.unit
        )
    assert world.revoke(old, 3).state == State.REVOKED
    with world.at():
        verdict = Case(Application.objects.get(pk=fresh.pk)).verdict()
    assert "integrity" in verdict.unmet


def test_who_is_barred_cannot_submit_and_is_told_the_clause_and_until_when(world):
    banned = world.case(State.REVOKED)
    draft = world.draft()
    _give_number(draft.applicant, banned.applicant)
    with world.at(), pytest.raises(GuardFailed) as refused:
        perform(
            action=Action.SUBMIT,
            application=Application.objects.get(pk=draft.pk),
            actor=User.objects.get(pk=draft.applicant_id),
            data={"commitment": True},
        )
    [reason] = [each for each in refused.value.reasons if "取消申报资格" in each]
    assert "2028-11-16" in reason and reason.endswith("（程-4）")


def _give_number(new: User, old: User) -> None:
    """The person has left the old account and registered another."""
    number, nothing = old.id_number, {"id_number_cipher": "", "id_number_mask": "", "sex": ""}
    for user in (old, new):
        User.objects.filter(pk=user.pk).update(id_number_hash=None, birth_date=None, **nothing)
    set_id_number(user=User.objects.get(pk=new.pk), number=number, actor=None)


def test_the_office_cannot_accept_who_is_barred(world):
    banned = world.case(State.REVOKED)
    case = world.case(State.OFFICE_REVIEW)
    _give_number(case.applicant, banned.applicant)
    case = Application.objects.get(pk=case.pk)
    with pytest.raises(GuardFailed, match="2028年11月16日取消申报资格（程-4）"):
        world.do(Action.ACCEPT, case, world.officer("评委会办"), 0)


def test_a_ban_holds_from_its_first_to_its_last_day(world):
    case = world.case(State.REVOKED)
    number, first = case.applicant.id_number_hash, world.calendar.day(3)
    last = last_day_of(first, 2)
    days = (first.replace(day=first.day - 1), first, last, date(2028, 11, 17))
    assert [ban_on(number, day) is not None for day in days] == [False, True, True, False]


def test_a_ban_from_a_leap_day_ends_the_day_before_its_anniversary():
    assert last_day_of(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert last_day_of(date(2026, 1, 1), 3) == date(2028, 12, 31)


@pytest.mark.parametrize("verb", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_record(world, verb):
    from django.db import connection

    world.case(State.REVOKED)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format("applications_integrityrecord"))


def test_the_person_is_told_at_home_and_at_the_start_and_a_stranger_with_the_number_is_not(
    world, browser_of
):
    banned = world.case(State.REVOKED)
    person, _ = world.applicant()
    _give_number(person, banned.applicant)
    pages = ["/apply/", f"/apply/start/{world.round.key}/"]

    def told() -> list[bool]:
        user = User.objects.get(pk=person.pk)
        return ["您现在不能申报" in browser_of(user).get(page).content.decode() for page in pages]

    assert told() == [False, False]
    User.objects.filter(pk=person.pk).update(name=IntegrityRecord.objects.get().name)
    assert told() == [True, True]


def test_who_was_taken_out_of_a_round_cannot_begin_in_it_again(world):
    case = world.case(State.REVOKED)
    with pytest.raises(NotAllowed, match="程-4"):
        drafts.start_application(
            round=world.round, applicant=case.applicant, level="engineer", unit=case.unit
        )


def test_the_applicant_reads_the_finding_and_how_to_appeal_on_the_case(world, browser_of):
    case = world.case(State.REVOKED)
    page = browser_of(case.applicant).get(f"/apply/{case.pk}/progress/").content.decode()
    assert "2026年11月17日至2028年11月16日" in page and "期刊社复函" in page
    assert "提出书面申诉" in page
