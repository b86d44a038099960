"""One's own data as a zip: complete, only one's own, with safe names."""

import io
import json
import zipfile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import AccessRecord
from accounts.own_data import safe_part
from applications.models import Application, Event
from tests.builders import World
from tests.routes import RealPhotos

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/profile/download/"


@pytest.fixture
def world() -> World:
    made = World()
    made.desk.shelf = RealPhotos()
    return made


def download(user) -> zipfile.ZipFile:
    client = Client()
    client.force_login(user)
    answer = client.post(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def content_of(archive, ending: str):
    [name] = [name for name in archive.namelist() if name.endswith(ending)]
    return json.loads(archive.read(name))


def test_it_holds_profile_cases_snapshots_and_files(world):
    case = world.case("unit_review")
    person = case.applicant
    archive = download(person)
    profile = content_of(archive, "基本资料.json")
    assert (profile["姓名"], profile["身份证号"]) == (person.name, person.id_number_mask)
    assert content_of(archive, "角色.json")[0]["角色"] == "申报人"
    about = content_of(archive, "申报.json")
    assert (about["受理编号"], about["状态"]) == (case.receipt_number, "单位审核中")
    assert person.name in json.dumps(content_of(archive, "填写内容.json"), ensure_ascii=False)
    assert content_of(archive, "第1次提交.json") == case.snapshots.get().data
    photo = case.files.get(need="photo")
    [name] = [name for name in archive.namelist() if "/证明材料/" in name]
    stored = settings.UPLOADS_FOLDER / photo.stored_name
    assert archive.read(name) == stored.read_bytes()
    assert len(about["证明材料"]) == case.files.count()


def test_it_holds_nothing_of_others_and_never_the_whole_number(world):
    mine, other = world.case("unit_review"), world.draft()
    archive = download(mine.applicant)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode(
        "utf8", "ignore"
    )
    assert other.applicant.name not in everything
    assert other.applicant.id_number_mask not in everything
    assert mine.applicant.id_number not in everything
    assert "password" not in everything


def test_it_is_recorded_and_asked_for_by_a_button_only(world):
    person = world.draft().applicant
    client = Client()
    client.force_login(person)
    assert client.get(ADDRESS).status_code == 405
    assert not AccessRecord.objects.filter(what="own_data").exists()
    download(person)
    record = AccessRecord.objects.get(what="own_data")
    assert (record.user, record.outcome) == (person, "exported")
    assert Event.objects.filter(action="own_data_downloaded", actor=person).count() == 1


def test_an_officer_gets_the_own_account_and_no_cases(world):
    world.case("unit_review")
    names = download(world.officer("机电检测所")).namelist()
    assert set(names) == {"说明.txt", "基本资料.json", "角色.json", "同意记录.json"}


def test_hostile_names_become_names_that_mean_nothing(world):
    case = world.draft()
    photo = case.files.get(need="photo")
    photo.name = "../../etc/\u202epasswd\n.jpg"
    photo.save()
    for name in download(case.applicant).namelist():
        assert ".." not in name.split("/")
        assert not name.startswith("/")
        assert "\u202e" not in name
        assert "\n" not in name
    for text, wanted in (("..", "_"), ("a/b", "a_b"), ("", "_"), ("x" * 300 + ".pdf", ".pdf")):
        assert safe_part(text).endswith(wanted)
        assert len(safe_part(text)) <= 80


def test_how_it_ended_is_not_told_before_it_is_published(world):
    case = world.case("accepted")
    Application.objects.filter(pk=case.pk).update(state="not_passed")
    assert content_of(download(case.applicant), "申报.json")["状态"] == "评审中"


def test_the_page_offers_it(world):
    client = Client()
    client.force_login(world.draft().applicant)
    page = client.get(reverse("accounts:profile")).content.decode()
    assert f'action="{ADDRESS}"' in page


def test_a_finding_about_oneself_is_in_it(world):
    case = world.case("revoked")
    told = content_of(download(case.applicant), "诚信记录.json")
    assert told["取消申报资格"] == "2026年11月17日至2028年11月16日" and told["申诉"] == []


def test_the_defence_papers_files_stand_under_their_names(world):
    draft = world.draft()
    photo = draft.files.get(need="photo")
    for need in ("defence_paper", "defence_original", "defence_picture"):
        photo.pk, photo.need = None, need
        photo.stored_name = f"{need}.jpg"
        photo.save()
    kinds = [
        each["类别"] for each in content_of(download(draft.applicant), "申报.json")["证明材料"]
    ]
    assert {"答辩材料", "答辩材料（上传的原件）", "答辩材料图片"} <= set(kinds)
    assert "其他材料" not in kinds
