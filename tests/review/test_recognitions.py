"""A technician's way: examined, recognised, told above; objection, its outcome; the certificate."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accounts.errors import BadInput, NotAllowed, StaleState
from applications.enums import Action, State
from applications.models import Application, Event, Notification
from applications.workflow import perform
from review.models import RecognitionObjection
from review.services.recognitions import decide_objection, record_objection
from tests.builders import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def technician(world):
    return world.case("recognized", level="technician")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def objected(world, case, reason="考察没有到岗进行。"):
    with world.at():
        return record_objection(actor=world.officer("市机械局"), application=case, reason=reason)


def test_the_body_above_is_told_lists_it_objects_and_finds_it_unfounded(world, technician):
    body = world.officer("市机械局")
    assert body.notifications.filter(kind="recognized_below").exists()
    desk = client_of(body)
    with world.at():
        page = desk.get("/review/recognitions/").content.decode()
        assert technician.name in page and "提出异议" in page
        address = f"/review/recognitions/{technician.pk}/object/"
        assert "请填写“异议理由”" in desk.post(address, {"reason": " "}).content.decode()
        assert desk.post(address, {"reason": "{考察}没有到岗。"}).status_code == 302
        objection = RecognitionObjection.objects.get()
        assert desk.get(address).status_code == 403
        assert desk.post(address, {"reason": "再来一条"}).status_code == 403
        decide = f"/review/recognitions/objections/{objection.pk}/"
        assert desk.post(decide, {"outcome": "rejected"}).status_code == 422
        answer = desk.post(decide, {"outcome": "rejected", "finding": "考察记录完整。"})
        assert answer.status_code == 302
        assert desk.post(decide, {"outcome": "upheld", "finding": "x"}).status_code == 403
        assert "异议不成立" in desk.get("/review/recognitions/").content.decode()
    told = technician.applicant.notifications.filter(kind="recognition_doubt")
    assert "{考察}没有到岗。" in told.last().text
    assert told.count() == 2
    assert world.officer("机电检测所").notifications.filter(kind="recognition_doubt").count() == 2
    actions = Event.objects.filter(application=technician).values_list("action", flat=True)
    assert list(actions)[-2:] == ["recognition_doubted", "recognition_doubt_decided"]
    assert Application.objects.get(pk=technician.pk).state == State.RECOGNIZED


def test_upheld_it_goes_to_those_who_may_revoke_with_its_finding(world, technician):
    objection = objected(world, technician)
    with world.at():
        decide_objection(
            actor=world.officer("市机械局"),
            objection=objection,
            outcome="upheld",
            finding="学历证书系伪造。",
        )
        secretary = client_of(world.officer("评委会办"))
        message = Notification.objects.get(
            person=world.officer("评委会办"), kind="recognition_doubt", application=technician
        )
        page = secretary.get(message.address).content.decode()
        assert "学历证书系伪造。" in page
        listed = client_of(world.officer("市机械局")).get("/review/recognitions/")
        assert "异议成立，待取消资格" in listed.content.decode()
        perform(
            action=Action.REVOKE,
            application=technician,
            actor=world.officer("评委会办"),
            data={
                "reason": "学历证书系伪造。",
                "basis": "查验结果",
                "decided_on": world.calendar.today,
                "barred_from": world.calendar.today,
                "years": 1,
                "confirmed": True,
            },
        )
        listed = client_of(world.officer("市机械局")).get("/review/recognitions/")
        assert "已取消资格" in listed.content.decode()


def test_only_the_body_within_the_round_may_object(world, technician):
    for who in ("市化工局", "机电检测所", "评委会办", "龙城区人社局"):
        with world.at(), pytest.raises(NotAllowed):
            record_objection(actor=world.officer(who), application=technician, reason="x")
    with world.at(-56), pytest.raises(NotAllowed, match="已经过了"):
        record_objection(actor=world.officer("市机械局"), application=technician, reason="x")
    with world.at(-55):
        record_objection(actor=world.officer("市机械局"), application=technician, reason="x")
    other = world.case("unit_review", level="technician")
    with world.at(), pytest.raises(NotAllowed):
        record_objection(actor=world.officer("市机械局"), application=other, reason="x")
    with world.at(), pytest.raises(StaleState):
        record_objection(actor=world.officer("市机械局"), application=technician, reason="x")
    with world.at(), pytest.raises(BadInput):
        decide_objection(
            actor=world.officer("市机械局"),
            objection=RecognitionObjection.objects.get(),
            outcome="open",
            finding="x",
        )


def test_an_hr_bureau_that_upholds_goes_straight_on_to_the_revocation(world):
    case = world.case("recognized", level="technician", unit="龙城精密")
    bureau = world.officer("龙城区人社局")
    with world.at():
        made = record_objection(actor=bureau, application=case, reason="未到岗。")
        answer = client_of(bureau).post(
            f"/review/recognitions/objections/{made.pk}/",
            {"outcome": "upheld", "finding": "材料虚假。"},
        )
        assert answer.status_code == 302
        assert "材料虚假。" in client_of(bureau).get(answer["Location"]).content.decode()


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_the_certificate_names_what_was_frozen_and_is_recorded(world, technician):
    address = f"/review/applications/{technician.pk}/certificate/"
    for user in (technician.applicant, world.officer("机电检测所"), world.officer("市机械局")):
        with world.at():
            answer = client_of(user).post(address)
        assert answer.status_code == 200
        text = pdf_text(b"".join(answer.streaming_content))
        assert technician.name in text and technician.receipt_number in text
        assert technician.applicant.id_number not in text
        for close in answer._resource_closers:  # what `close()` does, less the test's connection
            close()
    exports = Event.objects.filter(action="export", object__startswith="certificate:")
    assert exports.count() == 3
    stranger = world.applicant()[0]
    for user in (stranger, world.officer("重装集团"), world.officer("市化工局")):
        with world.at():
            assert client_of(user).post(address).status_code == 404


def test_there_is_no_certificate_before_recognition_or_of_another_level(world):
    case = world.case("unit_review", level="technician")
    with world.at():
        answer = client_of(case.applicant).post(f"/review/applications/{case.pk}/certificate/")
        assert answer.status_code == 403


def test_the_command_makes_it_by_receipt_and_never_by_round(world, technician, tmp_path):
    target = tmp_path / "证明.pdf"
    options = {"format": "pdf", "output": str(target)}
    call_command("export", "certificate", application=[technician.receipt_number], **options)
    assert technician.name in pdf_text(Path(target).read_bytes())
    with pytest.raises(CommandError):
        call_command("export", "certificate", round=world.round.key, **options)
    for form in ("roster", "assessment-sheets"):
        with pytest.raises(CommandError):
            call_command(
                "export",
                form,
                application=[technician.receipt_number],
                format="xlsx",
                output=str(tmp_path / "x.xlsx"),
            )


def test_the_list_asks_no_more_for_many(world):
    desk = client_of(world.officer("市机械局"))

    def count() -> int:
        with (
            world.at(),
            CaptureQueriesContext(
                connection,
            ) as found,
        ):
            assert desk.get("/review/recognitions/").status_code == 200
        return len(found)

    objected(world, world.case("recognized", level="technician"))
    count()
    few = count()
    for _ in range(4):
        objected(world, world.case("recognized", level="technician"))
    assert count() == few
