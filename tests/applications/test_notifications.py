"""Every move tells the people whom it concerns, once it is committed, and nobody else."""

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.errors import GuardFailed
from accounts.mail import held_back
from accounts.models import User
from applications.enums import Action, State
from applications.enums import NotificationKind as Kind
from applications.models import Notification
from applications.telling import AUDIENCES, TOLD
from applications.workflow import TABLE, perform
from tests.builders import case_in

pytestmark = pytest.mark.django_db
ID_NUMBER = "110105194912310021"


@pytest.fixture
def told(world):
    """What is written to whom by the next acts: user name → kinds."""

    class Told:
        def __init__(self):
            self.forget()

        def forget(self):
            self.last = Notification.objects.order_by("-pk").values_list("pk", flat=True).first()

        def new(self):
            return Notification.objects.filter(pk__gt=self.last or 0).select_related("person")

        def __call__(self):
            return {(each.person.username, each.kind) for each in self.new()}

        def to(self, person) -> Notification:
            return self.new().get(person=person)

    return Told()


def name_of(world, short_name: str) -> str:
    return world.officer(short_name).username


def ready(world, state: str, **place):
    """A case whose holder could pass it on."""
    case = world.case(state, **place)
    if state == State.UNIT_REVIEW:
        world.prepare(case)
    return case


def test_a_submission_tells_the_applicant_and_the_units_officers(world, told):
    case, unit = world.draft(), name_of(world, "机电检测所")
    colleague = world.person("colleague", Role.UNIT_OFFICER, case.unit)
    world._submit(case)
    applicant = case.applicant
    assert told() == {
        (applicant.username, Kind.SUBMITTED),
        (unit, Kind.ARRIVED),
        (colleague.username, Kind.ARRIVED),
    }
    case.refresh_from_db()
    message = told.to(applicant)
    assert case.receipt_number in message.text and case.unit.name in message.text
    assert message.until == world.round.units_until
    assert message.address == f"/apply/{case.pk}/progress/"
    waiting = told.to(colleague)
    assert applicant.name in waiting.text and waiting.until == world.round.units_until
    assert waiting.address == f"/review/applications/{case.pk}/"


def test_a_return_tells_the_applicant_why_which_steps_and_by_when(world, told):
    case = world.case(State.UNIT_REVIEW)
    told.forget()
    world._return(case)
    message = told.to(case.applicant)
    assert told() == {(case.applicant.username, Kind.RETURNED)}  # nobody approved it before
    assert "工作经历与档案不一致" in message.text
    assert "工作经历" in message.next_step and "证明材料" in message.next_step
    assert message.until == world.calendar.day(-8)
    assert message.address == f"/apply/{case.pk}/"


def test_a_return_from_above_tells_those_who_approved_before(world, told):
    case = world.case(State.OFFICE_REVIEW)
    told.forget()
    world._return(case)
    assert told() == {
        (case.applicant.username, Kind.RETURNED),
        (name_of(world, "机电检测所"), Kind.RETURNED_BELOW),
        (name_of(world, "市机械局"), Kind.RETURNED_BELOW),
    }


def test_a_second_submission_says_so(world, told):
    case = world.case(State.RETURNED)
    told.forget()
    world.do(Action.SUBMIT, case, case.applicant, 3, commitment=True)
    assert "第2次提交" in told.to(case.applicant).text
    assert "第2次提交" in told.to(world.officer("机电检测所")).text


@pytest.mark.parametrize(
    ("state", "reached"),
    [
        (State.UNIT_REVIEW, ["机电检测所"]),
        (State.DEPARTMENT_REVIEW, ["机电检测所", "市机械局"]),
        (State.OFFICE_REVIEW, ["机电检测所", "市机械局", "评委会办"]),
        (State.RETURNED, ["机电检测所"]),
    ],
)
def test_a_withdrawal_tells_the_unit_and_whoever_holds_or_held_it(world, told, state, reached):
    case = world.case(state)
    told.forget()
    world._withdraw(case)
    assert told() == {(name_of(world, each), Kind.WITHDRAWN) for each in reached}


def test_passing_on_tells_the_applicant_and_the_next_holder(world, told):
    case = ready(world, State.UNIT_REVIEW)
    told.forget()
    case = world.forward(case)
    assert told() == {
        (case.applicant.username, Kind.FORWARDED),
        (name_of(world, "市机械局"), Kind.ARRIVED),
    }
    assert case.holder.name in told.to(case.applicant).text
    told.forget()
    case = world.forward(case, 20)
    assert told() == {
        (case.applicant.username, Kind.FORWARDED),
        (name_of(world, "评委会办"), Kind.ARRIVED),
    }
    assert told.to(case.applicant).until == world.round.office_until


@pytest.mark.parametrize(
    ("state", "act", "kind", "reason"),
    [
        (State.UNIT_REVIEW, "_decline", Kind.DECLINED, "民主评议未通过。"),
        (State.DEPARTMENT_REVIEW, "_decline", Kind.DECLINED, "民主评议未通过。"),
        (State.OFFICE_REVIEW, "_refuse", Kind.REFUSED, "学历不符。"),
    ],
)
def test_an_end_tells_the_applicant_the_reason(world, told, state, act, kind, reason):
    case = world.case(state)
    told.forget()
    getattr(world, act)(case)
    assert told() == {(case.applicant.username, kind)}
    assert reason in told.to(case.applicant).text


@pytest.mark.parametrize("state", [State.DRAFT, State.UNIT_REVIEW, State.RETURNED])
def test_a_lapse_tells_the_applicant_which_date_has_passed(world, told, state):
    case = world.case(state)
    told.forget()
    world._lapse(case)
    assert told() == {(case.applicant.username, Kind.LAPSED)}
    assert "年" in told.to(case.applicant).text.split("原因：")[1]


def test_an_acceptance_tells_the_applicant_and_the_unit(world, told):
    case = case_in(world, State.OFFICE_REVIEW)
    world._check_originals(case)
    told.forget()
    world._accept(case)
    assert told() == {
        (case.applicant.username, Kind.ACCEPTED),
        (name_of(world, "机电检测所"), Kind.ACCEPTED_BELOW),
    }


def test_a_recognition_tells_the_applicant_and_the_body_above_that_it_may_object(world, told):
    case = ready(world, State.UNIT_REVIEW, level="technician")
    told.forget()
    world._recognize(case)
    assert told() == {
        (case.applicant.username, Kind.RECOGNIZED),
        (name_of(world, "市机械局"), Kind.RECOGNIZED_BELOW),
    }
    message = told.to(world.officer("市机械局"))
    assert "异议" in message.next_step and message.until == world.round.office_until


def test_every_move_of_the_table_tells_somebody_and_every_line_says_what_to_do():
    assert set(TOLD) == {move.action for move in TABLE}
    lines = [line for lines in TOLD.values() for line in lines]
    assert {line.to for line in lines} <= {"applicant", *AUDIENCES}
    assert all(line.text and line.next_step for line in lines)
    assert not [line for line in lines if line.until and "截止日期" not in line.next_step]


def test_an_officer_whose_role_ended_and_a_closed_account_are_told_nothing(world, told):
    case = world.draft()
    officer = world.officer("机电检测所")
    officer.assignments.update(valid_until=world.calendar.day(80))
    world.person("gone", Role.UNIT_OFFICER, case.unit, is_active=False)
    world.person("reader", Role.SUPERVISOR, case.unit)
    world._submit(case)
    # Nobody of the unit may act: the body above is asked for a stand-in.
    assert told() == {
        (case.applicant.username, Kind.SUBMITTED),
        ("department1", Kind.STAND_IN_NEEDED),
    }


def test_an_officer_is_not_told_of_the_own_case(world, told):
    case = world.draft()
    world.person("self", Role.UNIT_OFFICER, case.unit)
    User.objects.filter(username="self").update(name=case.applicant.name)
    case.applicant.assignments.create(
        role=Role.UNIT_OFFICER, organisation=case.unit, valid_from=world.calendar.day(400)
    )
    world._submit(case)
    assert {kind for who, kind in told() if who == case.applicant.username} == {Kind.SUBMITTED}


def test_nothing_is_written_or_sent_when_the_move_is_refused_or_rolled_back(
    world, told, django_capture_on_commit_callbacks
):
    case = world.draft()
    User.objects.update(email="someone@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(GuardFailed):
            world.do(Action.SUBMIT, case, case.applicant, 69, commitment=False)
        with pytest.raises(RuntimeError), transaction.atomic():
            world._submit(case)
            raise RuntimeError("the machine stops")
    assert told() == set() and mail.outbox == []


def test_mails_go_out_after_the_commit_and_not_before(world, django_capture_on_commit_callbacks):
    case = world.draft()
    User.objects.filter(pk=case.applicant_id).update(email="someone@example.org")
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        world._submit(case)
        assert mail.outbox == []
    for callback in waiting:
        callback()
    case.refresh_from_db()
    [message] = mail.outbox
    assert message.to == ["someone@example.org"]
    assert message.subject == "申报已提交（职称申报评审系统）"
    assert case.receipt_number in message.body and "下一步：" in message.body
    assert "截止日期：" in message.body and f"/apply/{case.pk}/progress/" in message.body
    assert message.content_subtype == "plain"


def test_loading_invented_cases_sends_no_mail(world, django_capture_on_commit_callbacks):
    case = world.draft()
    User.objects.update(email="someone@example.org")
    with held_back(), django_capture_on_commit_callbacks(execute=True):
        world._submit(case)
    assert mail.outbox == [] and Notification.objects.exists()


def test_a_mail_server_that_fails_fails_no_move_and_names_nobody(
    world, settings, caplog, django_capture_on_commit_callbacks
):
    case = world.draft()
    User.objects.update(email="someone@example.org")
    settings.EMAIL_BACKEND = "tests.applications.test_notifications.Broken"
    with django_capture_on_commit_callbacks(execute=True):
        world._submit(case)
    case.refresh_from_db()
    assert case.state == State.UNIT_REVIEW
    assert "could not be sent" in caplog.text
    assert "someone" not in caplog.text and case.applicant.name not in caplog.text


class Broken:
    """A mail back end whose server is away."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise OSError(f"no route for {messages[0].to}")


def test_a_hostile_name_makes_no_header_and_no_markup(world, django_capture_on_commit_callbacks):
    case = world.draft()
    # As long as the column takes.
    hostile = '张三\r\nBcc: a@b.cn\r\n<a href="//e.cn">领奖</a>'
    User.objects.filter(pk=case.applicant_id).update(
        name=hostile, email="someone@example.org\r\nBcc: b@c.example"
    )
    case.unit.name = "检测所\nCc: c@d.example"
    case.unit.save()
    User.objects.filter(pk=world.officer("机电检测所").pk).update(email="officer@example.org")
    case.applicant.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        world._submit(case)
    assert mail.outbox
    for message in mail.outbox:
        raw = message.message()
        assert set(raw.keys()) & {"Bcc", "Cc"} == set()
        assert raw.get_content_type() == "text/plain"
        assert "\n" not in message.subject and "\nBcc" not in message.body
        assert "\nCc" not in message.body


def test_an_id_number_typed_into_a_reason_is_masked(
    world, told, django_capture_on_commit_callbacks
):
    case = world.case(State.UNIT_REVIEW)
    User.objects.filter(pk=case.applicant_id).update(email="someone@example.org")
    told.forget()
    with django_capture_on_commit_callbacks(execute=True):
        world.do(
            Action.DECLINE,
            case,
            world.officer("机电检测所"),
            8,
            reason=f"身份证号{ID_NUMBER}与户口本不符",
        )
    assert ID_NUMBER not in told.to(case.applicant).text
    assert "1101**********0021" in told.to(case.applicant).text
    [message] = mail.outbox
    assert ID_NUMBER not in message.body


def test_a_move_costs_two_queries_more_however_many_officers_there_are(world):
    def cost(case) -> list[str]:
        with CaptureQueriesContext(connection) as asked, world.at(60):
            perform(
                action=Action.WITHDRAW,
                application=case,
                actor=case.applicant,
                data={"confirmed": True},
            )
        return [each["sql"] for each in asked]

    cost(world.case(State.UNIT_REVIEW))  # what is made once a process
    few = cost(world.case(State.UNIT_REVIEW))
    cases = world.case(State.UNIT_REVIEW)
    for number in range(20):
        world.person(f"colleague{number}", Role.UNIT_OFFICER, cases.unit)
    many = cost(cases)
    assert len(many) == len(few)
    assert sum("notification" in sql for sql in many) == 1
    assert sum("accounts_roleassignment" in sql for sql in many) == 1
