"""The notices' public pages: the least, only while they run, and a form for objections."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import AccessRecord
from applications.enums import Action, State
from review.models import Objection
from tests.review.test_notices import posted

TYPED = {
    "identity": "named",
    "name": "柳明",
    "contact": "13900000001",
    "content": "第二篇论文的作者排名与刊物上的不一致。",
}


@pytest.fixture
def notice(world):
    """The materials of a case, posted two days ago."""
    return posted(world, world.case(State.UNIT_REVIEW), "materials", 2)


def page(world, notice, back: int = 0):
    with world.at(back):
        return Client().get(reverse("notices:notice", args=[notice.token]))


def send(world, notice, **changed):
    address = reverse("notices:notice", args=[notice.token])
    with world.at():
        return Client().post(address, TYPED | {"about": notice.pk} | changed)


def after(world, notice, days: int) -> int:
    return (world.calendar.today - notice.last_day).days - days


def test_the_page_says_who_and_what_and_nothing_else_of_a_person(world, notice):
    case = notice.application
    data = case.snapshots.get().data
    answer = page(world, notice)
    text = answer.content.decode()
    assert case.name in text and data["unit"]["name"] in text
    assert data["application"]["level_label"] in text
    assert data["sections"]["application"][0]["applied_specialty"] in text
    hidden = [
        case.snapshots.get().id_number,
        data["person"]["id_number"],
        data["person"]["birth_date"],
        data["sections"]["person"][0]["phone"],
        case.receipt_number,
    ]
    assert [each for each in hidden if each and each in text] == []
    assert "noindex" in answer["X-Robots-Tag"] and "no-store" in answer["Cache-Control"]


def test_the_list_names_nobody(world, notice):
    with world.at():
        text = Client().get(reverse("notices:notices")).content.decode()
    assert notice.unit.name in text and reverse("notices:notice", args=[notice.token]) in text
    assert notice.application.name not in text


def test_it_is_there_while_it_runs_and_three_days_longer(world, notice):
    found = {days: page(world, notice, after(world, notice, days)) for days in (0, 1, 3, 4)}
    assert {days: answer.status_code for days, answer in found.items()} == {
        0: 200,
        1: 200,
        3: 200,
        4: 404,
    }
    assert page(world, notice, 3).status_code == 404  # the day before it was posted
    forms = {days: "提交异议" in found[days].content.decode() for days in (0, 1)}
    assert forms == {0: True, 1: False}


def test_who_withdrew_is_not_shown_any_longer(world, notice):
    case = notice.application
    world.do(Action.WITHDRAW, case, case.applicant, 1, confirmed=True)
    gone = page(world, notice)
    with world.at():
        nowhere = Client().get(reverse("notices:notice", args=["nowhere"]))
    assert gone.status_code == nowhere.status_code == 404
    assert gone.content == nowhere.content


def test_what_was_posted_is_shown_not_what_was_typed_since(world, notice):
    case = notice.application
    type(case).objects.filter(pk=case.pk).update(name="别的名字")
    assert "别的名字" not in page(world, notice).content.decode()


def test_anybody_objects_and_sees_where_it_stands_by_its_number_only(world, notice):
    answer = send(world, notice)
    made = Objection.objects.get()
    assert answer.headers["Location"] == reverse("notices:received", args=[made.number])
    text = Client().get(answer.headers["Location"]).content.decode()
    assert "正在核查" in text
    assert "柳明" not in text and TYPED["content"] not in text
    assert notice.application.name not in text


def test_an_anonymous_persons_name_is_not_kept(world, notice):
    send(world, notice, identity="anonymous")
    assert (Objection.objects.get().name, Objection.objects.get().contact) == ("", "")


def test_what_is_missing_is_told_and_what_was_typed_stays(world, notice):
    answer = send(world, notice, contact="", name="")
    text = answer.content.decode()
    assert answer.status_code == 422 and TYPED["content"] in text
    assert "请填写姓名" in text and "请填写联系方式" in text
    assert not Objection.objects.exists()


def test_a_file_of_another_posting_or_a_bad_one_is_refused(world, notice, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path
    bad = SimpleUploadedFile("证据.pdf", b"<html>no pdf</html>")
    answer = send(world, notice, file=bad)
    assert answer.status_code == 422 and "内容与扩展名不一致" in answer.content.decode()
    other = posted(world, world.case(State.UNIT_REVIEW), "materials", 1)
    assert send(world, notice, about=other.pk).status_code == 422
    assert not Objection.objects.exists() and not list(tmp_path.iterdir())


def test_the_evidence_is_for_the_units_officer_and_each_look_is_recorded(
    world, notice, as_officer, settings, tmp_path
):
    settings.UPLOADS_FOLDER = tmp_path
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    send(world, notice, file=SimpleUploadedFile("证据.png", picture.getvalue()))
    address = reverse("review:objection_file", args=[Objection.objects.get().pk])
    with world.at():
        answer = as_officer("机电检测所").get(address)
        assert b"".join(answer.streaming_content) == picture.getvalue()
        assert as_officer("龙城精密").get(address).status_code == 404
    assert answer["Content-Disposition"].startswith("attachment")
    assert AccessRecord.objects.filter(what="objection_file").count() == 1


def test_one_address_objects_only_so_often(world, notice, settings):
    settings.OBJECTIONS_PER_ADDRESS = 2
    codes = [
        send(world, notice, content=f"第{n}件与事实不符的情况。").status_code for n in range(3)
    ]
    assert codes == [302, 302, 429]
    assert Objection.objects.count() == 2


def test_the_page_asks_as_many_queries_for_thirty_as_for_three(
    world, django_assert_max_num_queries
):
    from review.services.notices import record_notices
    from tests.review.test_notices import posting

    cases = [world.case(State.UNIT_REVIEW) for _ in range(8)]
    for back, few in ((0, cases[:2]), (1, cases[2:])):
        with world.at(back):
            made = record_notices(
                actor=world.officer("机电检测所"),
                kind="materials",
                applications=few,
                posting=posting(world.calendar.day(back)),
            )
        with django_assert_max_num_queries(3):
            answer = page(world, made[0])
        assert len(re.findall('data-label="申报级别"', answer.content.decode())) == len(few)


def test_the_sheet_bears_what_hangs_on_the_wall(world, notice, as_officer):
    with world.at():
        text = as_officer("机电检测所").get(reverse("review:notice_sheet", args=[notice.pk]))
    text = text.content.decode()
    shown = [notice.application.name, notice.telephone, notice.handler, notice.place, notice.token]
    assert [each for each in shown if each not in text] == []
    assert "共5个工作日" in text


def test_an_upheld_objection_offers_what_is_possible_then(world, notice, as_officer):
    send(world, notice)
    made, case = Objection.objects.get(), notice.application
    client = as_officer("机电检测所")
    with world.at():
        client.post(
            reverse("review:objection", args=[made.pk]), {"outcome": "founded", "text": "属实。"}
        )
        text = client.get(reverse("review:notice", args=[notice.pk])).content.decode()
    offered = {
        action: reverse("review:move", args=[case.pk, action]) in text
        for action in ("return", "decline", "forward")
    }
    assert offered == {"return": True, "decline": True, "forward": False}


def test_a_file_that_the_scanner_does_not_call_clean_is_withheld(
    world, notice, as_officer, settings, tmp_path
):
    settings.UPLOADS_FOLDER = tmp_path
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    send(world, notice, file=SimpleUploadedFile("证据.png", picture.getvalue()))
    settings.PORTAL_SCANNER = "command:/nowhere/scanner"
    with world.at():
        answer = as_officer("机电检测所").get(
            reverse("review:objection_file", args=[Objection.objects.get().pk])
        )
    assert answer.status_code == 403 and "稍后再试" in answer.content.decode()


def test_posting_again_is_offered_only_where_it_is_possible(world, notice, as_officer):
    client, address = as_officer("机电检测所"), reverse("review:notice", args=[notice.pk])
    with world.at():
        assert "重新公示</a>" in client.get(address).content.decode()
        send(world, notice)
        assert "重新公示</a>" not in client.get(address).content.decode()
