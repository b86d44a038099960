"""Stand-ins: where nobody may act on a case, the body above names who does, for this one only."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.errors import BadInput, NotAllowed
from accounts.form_keys import new_key
from accounts.models import Affiliation, User
from accounts.permissions import right
from accounts.services import end_role
from applications.enums import Action
from applications.enums import NotificationKind as Kind
from applications.models import (
    Application,
    Event,
    EvidenceFile,
    Notification,
    Round,
    StandIn,
)
from applications.standing_in import nobody_acts, stand_ins_of
from applications.status import why_it_waits
from applications.workflow import perform
from review.models import PublicNotice
from review.queries import case_for, officers_of_notice
from review.rules_notices import may_post_rules, rules_notices_due
from review.services.evaluation import record_evaluation
from review.services.notes import write_note
from review.services.notices import Posting, close_notice, record_notices, record_rules_notice
from review.services.stand_ins import end_stand_in, name_stand_in
from tests.builders import World

pytestmark = pytest.mark.django_db
UNIT = "机电检测所"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def stuck(world) -> Application:
    return world.officers_own_case(UNIT)


@pytest.fixture
def colleague(world) -> User:
    """Somebody else of the unit, without any office."""
    person = world.person("colleague", Role.APPLICANT)
    Affiliation.objects.create(user=person, unit=world.units[UNIT], since=world.calendar.day(400))
    return person


def named(world: World, case: Application, person: User, back: int = 0, **changes) -> StandIn:
    values = {"reason": "单位只有一位经办人，是申报人本人", "until": world.calendar.day(-10)}
    with world.at(back):
        return name_stand_in(
            actor=world.officer("市机械局"), application=case, person=person, **values | changes
        )


def fresh(user: User) -> User:
    """As the next request reads the person."""
    return User.objects.get(pk=user.pk)


def page(world: World, user: User, name: str, *arguments):
    client = Client()
    client.force_login(user)
    with world.at():
        return client.get(reverse(name, args=arguments))


def test_only_the_case_of_the_only_officer_waits(world, stuck):
    other = world.case("unit_review", unit=UNIT)
    with world.at():
        waiting = right("name_stand_in").filter(
            world.officer("市机械局"), Application.objects.all()
        )
        assert set(waiting) == {stuck}
        assert not Application.objects.filter(nobody_acts(), pk=other.pk).exists()
        assert why_it_waits(other) == ""
        assert "须由“太原市机械工业管理局”为这份申报指定代办人" in why_it_waits(stuck)


def test_a_second_officer_of_the_unit_makes_a_stand_in_needless(world, stuck):
    world.person("second", Role.UNIT_OFFICER, world.units[UNIT])
    with world.at():
        assert not Application.objects.filter(nobody_acts()).exists()


def test_a_unit_without_any_officer_waits_as_well(world):
    case = world.case("unit_review", unit=UNIT)
    world.officer(UNIT).assignments.update(valid_until=world.calendar.day(1))
    with world.at():
        waiting = right("name_stand_in").filter(
            world.officer("市机械局"), Application.objects.all()
        )
        assert list(waiting) == [case]
        assert "现在没有经办人" in why_it_waits(case)


def test_the_body_above_is_told_and_the_applicants_page_says_why(world, stuck):
    told = Notification.objects.filter(kind=Kind.STAND_IN_NEEDED).values_list(
        "person__username", flat=True
    )
    assert list(told) == ["department1"]
    shown = page(world, stuck.applicant, "applications:progress", stuck.pk).content.decode()
    assert "任何人都不能办理本人的申报" in shown
    home = page(world, world.officer("市机械局"), "review:home").content.decode()
    assert "有 1 份申报等待您的单位指定代办人" in home


def test_the_naming_page_does_not_open_the_case(world, stuck, colleague):
    officer = world.officer("市机械局")
    shown = page(world, officer, "review:stand_in_name", stuck.pk)
    assert shown.status_code == 200
    assert "colleague" in shown.content.decode()
    assert page(world, officer, "review:application", stuck.pk).status_code == 404


def test_a_stand_in_reads_and_handles_this_case_alone(world, stuck, colleague):
    other = world.case("unit_review", unit=UNIT)
    assert page(world, colleague, "review:application", stuck.pk).status_code == 404
    named(world, stuck, colleague, back=60)
    person = fresh(colleague)
    assert page(world, person, "review:application", stuck.pk).status_code == 200
    assert page(world, person, "review:application", other.pk).status_code == 404
    with world.at():
        for name in ("read_submitted", "handle_held"):
            assert list(right(name).filter(person, Application.objects.all())) == [stuck]
            assert right(name).allows(person, stuck)
            assert not right(name).allows(person, other)
        read = right("read_evidence").filter(person, EvidenceFile.objects.all())
        assert set(read.values_list("application", flat=True)) == {stuck.pk}
        with pytest.raises(NotAllowed):
            perform(action=Action.RETURN, application=other, actor=person, data={})
    listed = page(world, person, "review:applications").content.decode()
    assert stuck.receipt_number in listed and other.receipt_number not in listed


def test_a_stand_in_takes_the_case_through_the_unit(world, stuck, colleague):
    unit = world.units[UNIT]
    with world.at(73):
        world.desk.post_rules(unit, world.round, world.calendar.day(73))
    with world.at(58):
        world.desk.close_rules(unit, world.round)
    named(world, stuck, colleague, back=68)
    world.desk.officers[unit.pk] = fresh(colleague)
    world.prepare_without_rules(stuck)
    moved = world.forward(stuck)
    assert moved.state == "department_review"
    acts = Event.objects.filter(application=stuck, actor=colleague)
    assert {event.data.get("stand_in") for event in acts} == {True}
    assert {event.organisation for event in acts} == {unit}
    assert "forward" in {event.action for event in acts}


def test_nobody_acts_on_their_own_case_in_any_way(world, stuck):
    officer = fresh(stuck.applicant)
    posting = Posting(world.calendar.day(0), "公示栏", "0351-7000107", "某人")
    acts = {
        "notice": lambda: record_notices(
            actor=officer, kind="materials", applications=[stuck], posting=posting
        ),
        "evaluation": lambda: record_evaluation(
            actor=officer,
            application=stuck,
            held_on=world.calendar.day(0),
            present=9,
            in_favour=9,
            opinion="好",
        ),
        "note": lambda: write_note(actor=officer, application=stuck, text="记一下"),
        **{
            action: lambda action=action: perform(
                action=action, application=stuck, actor=officer, data={}
            )
            for action in (Action.FORWARD, Action.RETURN, Action.DECLINE)
        },
    }
    with world.at():
        for name, act in acts.items():
            with pytest.raises(NotAllowed):
                act()
                pytest.fail(name)
        assert case_for(officer, stuck.pk) is None
        assert not right("read_submitted").allows(officer, stuck)
        files = EvidenceFile.objects.filter(application=stuck)
        assert (
            right("read_evidence").filter(officer, files).count() == files.count()
        )  # as applicant
    for name, more in (("application", ()), ("id_number", ()), ("move", ("forward",))):
        assert page(world, officer, f"review:{name}", stuck.pk, *more).status_code == 404
    listed = page(world, officer, "review:applications").content.decode()
    assert stuck.receipt_number not in listed


def test_the_number_that_was_submitted_counts_when_the_account_has_another_now(world):
    """The applicant's account was given another number since; the officer's has the old one."""
    case = world.case("unit_review", unit=UNIT)
    applicant, officer = case.applicant, world.officer(UNIT)
    number = applicant.id_number_hash
    User.objects.filter(pk=applicant.pk).update(id_number_hash="0" * 64)
    User.objects.filter(pk=officer.pk).update(id_number_hash=number, id_number_cipher="x")
    officer = fresh(officer)
    with world.at():
        assert case_for(officer, case.pk) is None
        with pytest.raises(NotAllowed):
            perform(action=Action.RETURN, application=case, actor=officer, data={})


def test_whom_a_body_may_not_name(world, stuck, colleague):
    for person in (
        stuck.applicant,
        world.officer("龙城精密"),
        world.person("watching", Role.SUPERVISOR, world.units[UNIT]),
    ):
        with pytest.raises(BadInput):
            named(world, stuck, person)
    for changes in ({"reason": " "}, {"until": world.calendar.day(1)}):
        with pytest.raises(BadInput):
            named(world, stuck, colleague, **changes)
    assert not StandIn.objects.exists()


def test_only_the_body_above_names(world, stuck, colleague):
    for officer in (world.officer("市化工局"), world.officer("评委会办"), world.officer(UNIT)):
        with world.at(), pytest.raises(NotAllowed):
            name_stand_in(
                actor=fresh(officer),
                application=stuck,
                person=colleague,
                reason="代办",
                until=world.calendar.day(-3),
            )


def test_the_bodys_own_officer_may_stand_in(world, stuck):
    officer = world.officer("市机械局")
    named(world, stuck, officer)
    assert page(world, fresh(officer), "review:application", stuck.pk).status_code == 200


def test_a_stand_in_ends_with_its_days_or_when_it_is_ended(world, stuck, colleague):
    made = named(world, stuck, colleague, until=world.calendar.day(0))
    with world.at(-1):
        assert stand_ins_of(fresh(colleague)) == []
    with world.at():
        assert len(stand_ins_of(fresh(colleague))) == 1
        end_stand_in(actor=world.officer("市机械局"), stand_in=made, reason="已增设经办人")
    assert page(world, fresh(colleague), "review:application", stuck.pk).status_code == 404
    told = Notification.objects.filter(person=colleague).values_list("kind", flat=True)
    assert set(told) == {Kind.STAND_IN_NAMED, Kind.STAND_IN_ENDED}


def test_who_leaves_loses_the_case_at_once_and_another_can_be_named(world, stuck, colleague):
    named(world, stuck, colleague)
    client = Client()
    client.force_login(colleague)
    address = reverse("review:application", args=[stuck.pk])
    with world.at():
        assert client.get(address).status_code == 200
        colleague.affiliation.delete()
        assert client.get(address).status_code == 404
    named(world, stuck, world.officer("市机械局"))
    assert StandIn.objects.filter(ended_at__isnull=True).count() == 1


def test_a_bodys_officer_whose_role_ends_stands_in_no_more(world, stuck):
    officer = world.officer("市机械局")
    named(world, stuck, officer)
    with world.at():
        end_role(actor=None, assignment=officer.assignments.get())
    assert page(world, fresh(officer), "review:application", stuck.pk).status_code == 404


def test_a_stand_in_does_nothing_else_for_the_unit(world, stuck, colleague):
    named(world, stuck, colleague)
    person = fresh(colleague)
    posting = Posting(world.calendar.day(0), "公示栏", "0351-7000107", "某人")
    with world.at(), pytest.raises(NotAllowed):
        record_rules_notice(
            actor=person, unit=world.units["龙城精密"], round=world.round, posting=posting
        )
    other = world.case("unit_review", unit=UNIT)
    with world.at(20):
        notice = world.desk  # the officer's own act on somebody else's case
        notice.post(other, "materials", world.calendar.day(20))
    with world.at(), pytest.raises(NotAllowed):
        close_notice(actor=person, notice=other.notices.get())
    for name in ("accounts:invitations", "review:stand_ins"):
        assert page(world, person, name).status_code == 404


def test_a_stand_in_posts_and_closes_the_rules_notice_that_the_unit_lacks(world, stuck, colleague):
    """Nobody of the unit may post it, and without it the case cannot move."""
    unit = world.units[UNIT]
    PublicNotice.objects.filter(kind="rules", unit=unit).delete()
    named(world, stuck, colleague, back=68)
    person, client = fresh(colleague), Client()
    client.force_login(person)
    first = world.calendar.day(60)
    typed = {
        "round": world.round.pk,
        "unit": unit.pk,
        "first_day": first.isoformat(),
        "place": "公示栏",
        "telephone": "0351-7000107",
        "handler": "代办人",
    }
    with world.at(60):
        case_page = client.get(reverse("review:application", args=[stuck.pk])).content.decode()
        assert reverse("review:notice_rules") in case_page
        assert "尚未登记" in client.get(reverse("review:notices")).content.decode()
        answer = client.post(reverse("review:notice_rules"), typed)
    assert answer.status_code == 302
    notice = PublicNotice.objects.get(kind="rules", unit=unit)
    assert notice.recorded_by == person
    with world.at(40):
        assert client.get(reverse("review:notice", args=[notice.pk])).status_code == 200
        close_notice(actor=fresh(person), notice=notice)
    acts = Event.objects.filter(object=f"notice:{notice.pk}").order_by("seq")
    assert [event.data.get("stand_in") for event in acts] == [True, True]
    assert [event.action for event in acts] == ["notice_recorded", "notice_outcome_recorded"]


def test_a_stand_in_has_the_rules_notice_of_that_round_and_unit_alone(world, stuck, colleague):
    unit = world.units[UNIT]
    named(world, stuck, colleague)
    person = fresh(colleague)
    later = Round.objects.get(pk=world.round.pk)
    later.pk, later.key, later.year = None, "another", later.year + 1
    later.save()
    with world.at():
        assert rules_notices_due(person, world.calendar.day(0)) == [(unit, world.round)]
        assert not may_post_rules(person, unit, later)
        assert not may_post_rules(person, world.units["龙城精密"], world.round)
        assert not may_post_rules(fresh(world.officer("市机械局")), unit, world.round)
        theirs = PublicNotice.objects.filter(application__isnull=True).exclude(unit=unit)
        assert not right("record_notices").filter(person, theirs).exists()
    client = Client()
    client.force_login(person)
    with world.at():
        typed = {"round": later.pk, "unit": unit.pk, "first_day": f"{world.calendar.day(0)}"}
        typed |= {"place": "公示栏", "telephone": "0351-7000107", "handler": "代办人"}
        count = PublicNotice.objects.count()
        assert "批次" in client.post(reverse("review:notice_rules"), typed).content.decode()
        assert PublicNotice.objects.count() == count


def test_an_objection_to_the_rules_reaches_the_stand_in_where_no_officer_is(
    world, stuck, colleague
):
    unit = world.units[UNIT]
    named(world, stuck, colleague)
    world.officer(UNIT).assignments.update(valid_until=world.calendar.day(1))
    notice = PublicNotice(kind="rules", unit=unit, round=world.round)
    with world.at():
        told = officers_of_notice(notice, world.calendar.moment(0))
    assert told == [colleague]


def test_a_second_click_names_nobody_twice_and_leads_where_the_first_did(world, stuck, colleague):
    client = Client()
    client.force_login(world.officer("市机械局"))
    typed = {"person": colleague.pk, "reason": "代办", "until": f"{world.calendar.day(-9)}"}
    with world.at():
        address = reverse("review:stand_in_name", args=[stuck.pk])
        assert b'name="form_key"' in client.get(address).content
        typed["form_key"] = new_key()
        answers = [client.post(address, typed) for _ in range(2)]
    assert [(each.status_code, each["Location"]) for each in answers] == [
        (302, reverse("review:stand_ins"))
    ] * 2
    assert StandIn.objects.count() == 1


def test_the_stand_ins_own_home_says_so(world, stuck, colleague):
    named(world, stuck, colleague)
    shown = page(world, fresh(colleague), "applications:home").content.decode()
    assert "您是代办人" in shown and stuck.receipt_number in shown


def test_pages_of_others_ask_nothing_more(world, django_assert_num_queries):
    person = fresh(world.officer(UNIT))
    with world.at(), django_assert_num_queries(0):
        assert stand_ins_of(person) == []
