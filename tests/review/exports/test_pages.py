"""The exports' page and the address that answers with a file."""

import io
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccessRecord
from applications.enums import State
from applications.models import Event
from tests.review.exports.samples import ID_NUMBER, content
from tests.review.exports.world import person

PAGE, FILE = "review:exports", "review:export"


def file_of(response) -> io.BytesIO:
    """The answered file, read to its end as a browser does."""
    return io.BytesIO(b"".join(response.streaming_content))


def names_in(response):
    """The names on a roster that was answered."""
    book = openpyxl.load_workbook(file_of(response))
    return [row[1] for row in book.worksheets[0].values if isinstance(row[0], int)]


def post(client, user, **fields):
    client.force_login(user)
    return client.post(reverse(FILE), {"form": "roster", "format": "xlsx", **fields})


def test_a_roster_comes_as_a_file_with_a_chinese_name(world, client):
    world.case(content("甲"))
    response = post(client, world.officer)
    assert response.status_code == 200
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition).endswith("2020年度工程系列-审核花名表.xlsx")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert names_in(response) == ["甲"]


def test_one_event_and_one_access_record_an_export(world, client):
    world.case(content("甲"))
    world.case(content("乙", level="assistant_engineer"))
    file_of(post(client, world.officer, level="engineer"))
    event, access = Event.objects.get(), AccessRecord.objects.get()
    assert (event.action, event.actor, event.role) == (
        "export",
        world.officer,
        "department_officer",
    )
    assert event.organisation == world.department
    assert event.data == {
        "form": "roster",
        "format": "xlsx",
        "count": 1,
        "round": world.round.key,
        "level": "engineer",
    }
    assert (access.user, access.what, access.object) == (world.officer, "export", "roster")
    assert (access.outcome, access.detail) == ("exported", "审核花名表（附件5），xlsx，1人")
    assert ID_NUMBER not in f"{event.data}{access.detail}"


def test_what_is_exported_is_what_the_person_may_see(world, client):
    world.case(content("甲"))
    world.case(content("乙"), unit=world.firm)
    bureau = person("bureau1", Role.HR_OFFICER, world.bureau)
    assert names_in(post(client, world.officer)) == ["甲"]
    assert names_in(post(client, bureau)) == ["乙"]
    assert sorted(names_in(post(client, world.secretary))) == ["乙", "甲"]
    assert names_in(post(client, world.secretary, body=world.bureau.pk)) == ["乙"]


def test_nobody_exports_the_own_case(world, client):
    world.case(content("甲"))
    case = world.case(content("乙"))
    case.applicant.assignments.create(
        role=Role.DEPARTMENT_OFFICER, organisation=world.department, valid_from="2020-01-01"
    )
    assert names_in(post(client, case.applicant)) == ["甲"]


def test_who_is_a_units_officer_as_well_exports_what_the_department_sees_only(world, client):
    world.case(content("甲"))
    world.case(content("乙"), unit=world.firm)
    world.officer.assignments.create(
        role=Role.UNIT_OFFICER, organisation=world.firm, valid_from="2020-01-01"
    )
    assert names_in(post(client, world.officer)) == ["甲"]


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.APPLICANT, Role.EXPERT, Role.SUPERVISOR])
def test_others_find_nothing_there(world, client, role):
    world.case()
    user = world.unit_officer if role == Role.UNIT_OFFICER else person("other", role)
    assert post(client, user).status_code == 404
    assert client.get(reverse(PAGE)).status_code == 404
    assert not Event.objects.exists()


def test_who_is_not_logged_in_goes_to_the_login(world, client):
    for answer in (client.get(reverse(PAGE)), client.post(reverse(FILE), {"form": "roster"})):
        assert answer.status_code == 302
        assert reverse("accounts:login") in answer["Location"]


def test_a_file_is_never_answered_to_a_get(world, client):
    client.force_login(world.secretary)
    assert client.get(reverse(FILE)).status_code == 405


def test_scoring_sheets_are_the_offices(world, client):
    world.case(state=State.ACCEPTED)
    refused = post(client, world.officer, form="scoring-sheets")
    assert refused.status_code == 403
    assert "评委会办事机构" in refused.content.decode()
    assert file_of(post(client, world.secretary, form="scoring-sheets")).read(2) == b"PK"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"form": "unknown"}, "表格"),
        ({"format": "docx"}, "格式"),
        ({"level": "wizard"}, "申报级别"),
        ({"level": "assistant_engineer"}, "没有可导出的申报"),
    ],
)
def test_what_cannot_be_is_told_on_the_page(world, client, fields, said):
    world.case()
    response = post(client, world.officer, **fields)
    assert response.status_code == 400
    summary = response.content.decode().split("error-summary")[1][:600]
    assert said in summary
    assert not Event.objects.exists()


def test_more_than_somebody_can_wait_for_is_refused(world, client, monkeypatch):
    from review.exports import export_of

    monkeypatch.setattr(type(export_of("roster")), "most", {"pdf": 1})
    world.case()
    world.case()
    response = post(client, world.officer, format="pdf")
    assert response.status_code == 400
    assert "一次最多 1 人" in response.content.decode()


def test_ticked_cases_only_and_who_is_missing_is_told(world, client):
    first, second = world.case(content("甲")), world.case(content("乙"), state=State.WITHDRAWN)
    world.case(content("丙"))
    response = post(client, world.officer, ids=[first.pk, second.pk])
    assert names_in(response) == ["甲"]
    assert "另有 1 份不在内" in client.get(reverse(PAGE)).content.decode()


def test_ticked_cases_without_a_form_are_asked_which(world, client):
    case = world.case()
    client.force_login(world.officer)
    response = client.post(reverse(FILE), {"ids": [case.pk]})
    assert response.status_code == 200
    page = response.content.decode()
    assert f'<input type="hidden" name="ids" value="{case.pk}">' in page
    assert "选定的 1 份申报" in page
    assert not Event.objects.exists()
    assert "选定的 1 份申报" in client.get(reverse(PAGE), {"application": case.pk}).content.decode()


def test_a_ticked_case_out_of_scope_does_not_exist(world, client):
    case = world.case()
    other = world.case(unit=world.firm)
    assert post(client, world.officer, ids=[case.pk, other.pk]).status_code == 404
    assert not Event.objects.exists()


def test_the_list_exports_what_its_filter_shows(world, client):
    world.case(content("张三"), state=State.ACCEPTED)
    world.case(content("张四"))
    world.case(content("李五"), state=State.ACCEPTED)
    fields = {"tab": "accepted", "q": "张", "round": world.round.pk}
    assert names_in(post(client, world.secretary, **fields)) == ["张三"]
    page = client.get(reverse(PAGE), fields).content.decode()
    assert "选定的 1 份申报" in page
    assert '<input type="hidden" name="q" value="张">' in page


def test_the_page_counts_what_can_be_exported(world, client):
    world.case(state=State.ACCEPTED)
    world.case()
    world.case(content(level="assistant_engineer"), unit=world.firm)
    client.force_login(world.secretary)
    response = client.get(reverse(PAGE))
    levels = [(row["label"], row["total"], row["accepted"]) for row in response.context["levels"]]
    assert levels == [("助理工程师", 1, 0), ("工程师", 2, 1)]
    assert not Event.objects.exists()
    assert not AccessRecord.objects.exists()


def test_the_page_without_anything_to_export_says_so(world, client):
    client.force_login(world.secretary)
    assert "现在没有可以导出的申报" in client.get(reverse(PAGE)).content.decode()
    assert post(client, world.secretary).status_code == 400


@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_the_whole_request_asks_as_much_for_3_cases_as_for_30(world, client, format):
    world.case()
    file_of(post(client, world.officer))  # logs in, and begins the log
    counts = []
    for more in (2, 27):
        for _ in range(more):
            world.case()
        with CaptureQueriesContext(connection) as asked:
            file_of(client.post(reverse(FILE), {"form": "roster", "format": format}))
        counts.append([each["sql"].split()[0] for each in asked])
    assert counts[0] == counts[1]
    assert counts[0].count("SELECT") <= 12
