"""The officers' pages: scope, what they show, what they must not, and how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccessRecord
from applications.enums import Action, State
from applications.models import Application, Event
from applications.panels import about_applicant
from review.lists import TABS, cases_for, counts_for
from review.models import RecommendationLetter
from review.services.notes import write_note
from tests.builders import case_in

LIST, HOME = "/review/applications/", "/review/"
LIST_BUDGET, PAGE_BUDGET = 12, 15


def page_of(case) -> str:
    return reverse("review:application", args=[case.pk])


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def test_a_case_out_of_scope_is_the_same_as_none(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    for path in ("", "forward/", "return/", "id-number/", "examination/"):
        for short_name in ("龙城精密", "评委会办", "市机电局"):
            if short_name not in world.units:
                continue
            client = as_officer(short_name)
            foreign = client.get(page_of(case) + path)
            unknown = client.get(f"{LIST}99999999/{path}")
            assert (foreign.status_code, unknown.status_code) == (404, 404)
            assert foreign.content == unknown.content


def test_nobody_logged_in_is_sent_to_the_login(world, client):
    case = world.case(State.UNIT_REVIEW)
    for address in (HOME, LIST, page_of(case), "/review/log/", "/review/rounds/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.SUPERVISOR, LIST),
        (Role.ADMINISTRATOR, LIST),
        (Role.EXPERT, HOME),
        (Role.APPLICANT, LIST),
        (Role.ADMINISTRATOR, "/review/log/"),
        (Role.SUPERVISOR, "/review/rounds/"),
        (Role.SUPERVISOR, "/review/notices/"),
        (Role.EXPERT, "/review/letters/"),
    ],
)
def test_the_pages_of_other_roles_do_not_exist(world, logged_in, role, address):
    assert logged_in(world.person("somebody", role)).get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.SUPERVISOR, "/review/log/"),
        (Role.SUPERVISOR, "/review/access/"),
        (Role.ADMINISTRATOR, "/review/rounds/"),
        (Role.ADMINISTRATOR, "/review/rounds/new/"),
        (Role.EXPERT, "/review/expert/"),
    ],
)
def test_each_role_has_its_own_pages(world, logged_in, role, address):
    assert logged_in(world.person("somebody", role)).get(address).status_code == 200


@pytest.mark.parametrize("state", [s for s in State if s.value not in ("draft", "lapsed")][:4])
def test_the_page_shows_the_case_and_writes_one_line_of_access(world, as_officer, state):
    case = case_in(world, state)
    client = as_officer(case.holder.short_name)
    before = AccessRecord.objects.count(), Event.objects.count()
    page = client.get(page_of(case)).content.decode()
    assert case.name in page and case.receipt_number in page
    assert case.applicant.id_number_mask in page and case.applicant.id_number not in page
    assert (AccessRecord.objects.count(), Event.objects.count()) == (before[0] + 1, before[1])


def test_the_full_number_is_shown_once_and_who_looked_is_kept(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    client, address = as_officer("机电检测所"), page_of(case) + "id-number/"
    number = case.applicant.id_number
    assert number not in client.get(address).content.decode()
    assert number not in client.post(address, {}).content.decode()
    assert not AccessRecord.objects.filter(what="id_number").exists()
    assert number in client.post(address, {"reason": "identity"}).content.decode()
    record = AccessRecord.objects.get(what="id_number")
    assert (record.object, record.detail) == (case.receipt_number, "核对身份证件")
    assert number not in client.get(address).content.decode()


def test_notes_do_not_leave_their_organisation(world, as_officer, logged_in):
    case = world.case(State.DEPARTMENT_REVIEW)
    secret = "甲乙丙丁备注"
    write_note(actor=world.officer("机电检测所"), application=case, text=secret)
    assert secret in as_officer("机电检测所").get(page_of(case)).content.decode()
    assert secret not in as_officer(case.holder.short_name).get(page_of(case)).content.decode()
    supervisor = logged_in(world.person("supervisor", Role.SUPERVISOR))
    for address in ("/review/log/", "/review/access/"):
        assert secret not in supervisor.get(address).content.decode()
    applicant = logged_in(case.applicant)
    for name in ("task_list", "progress"):
        address = reverse(f"applications:{name}", args=[case.pk])
        assert secret not in applicant.get(address, follow=True).content.decode()


def test_differences_since_the_last_submission_are_marked(world, as_officer):
    case = world.case(State.RETURNED)
    entry = case.entries.filter(section="work").first()
    entry.values = entry.values | {"position": "新的职务"}
    entry.save()
    world.do("submit", case, case.applicant, 4, commitment=True)
    page = as_officer("机电检测所").get(page_of(case)).content.decode()
    assert "与第1次提交相比" in page and "新的职务</ins>" in page


def test_counts_on_the_home_are_those_of_the_lists(world):
    for state in (State.UNIT_REVIEW, State.UNIT_REVIEW, State.RETURNED, State.DECLINED):
        world.case(state)
    world.case(State.DEPARTMENT_REVIEW)
    for short_name in ("机电检测所", "评委会办"):
        officer = world.officer(short_name)
        counts = counts_for(officer)
        assert counts == {tab.key: cases_for(officer, tab).count() for tab in TABS}
    assert counts_for(world.officer("机电检测所"))["waiting"] == 2


@pytest.fixture
def many(world):
    """Three cases at the unit; thirty where they are asked for."""

    def make(count: int) -> list[Application]:
        return [world.case(State.UNIT_REVIEW) for _ in range(count)]

    return make


def test_the_list_asks_as_much_for_thirty_as_for_three(world, as_officer, many):
    many(3)
    client = as_officer("机电检测所")
    client.get(LIST)
    many(3)
    first, again = queries(client, LIST), queries(client, LIST)
    many(24)
    assert queries(client, LIST) == first <= LIST_BUDGET
    assert queries(client, LIST) == again == first - 2  # what stands where is known
    assert queries(client, HOME) <= LIST_BUDGET
    filtered = f"{LIST}?tab=all&q=2026&level=engineer&unit=机电&sort=-unit&eligible=1"
    assert queries(client, filtered) <= LIST_BUDGET


def test_what_stands_where_follows_the_log(world, as_officer, many):
    """What the list keeps is forgotten with the next entry of the log."""
    case, other = many(2)
    client = as_officer("机电检测所")

    def listed() -> list[int]:
        page = client.get(LIST)
        assert page.context["page_obj"].paginator.count == len(page.context["rows"])
        return [row["pk"] for row in page.context["rows"]]

    assert listed() == [case.pk, other.pk]
    world.do(Action.WITHDRAW, case, case.applicant, 0, confirmed=True)
    assert listed() == [other.pk]
    third = many(1)[0]
    assert listed() == [other.pk, third.pk]


def test_the_application_page_stays_within_its_queries(world, as_officer):
    for state in (State.UNIT_REVIEW, State.HR_REVIEW, State.OFFICE_REVIEW):
        case = case_in(world, state)
        client = as_officer(case.holder.short_name)
        client.get(page_of(case))
        assert queries(client, page_of(case)) <= PAGE_BUDGET, state


def test_the_secretarys_home_asks_as_much_for_many(world, as_officer):
    client = as_officer("评委会办")
    world.case(State.ACCEPTED)
    client.get(HOME)
    few = queries(client, HOME)
    for _ in range(5):
        world.case(State.OFFICE_REVIEW)
    assert queries(client, HOME) == few <= LIST_BUDGET


def test_the_list_is_narrowed_and_sorted_by_its_address(world, as_officer):
    cases = [world.case(State.UNIT_REVIEW) for _ in range(3)]
    client = as_officer("机电检测所")
    found = client.get(LIST, {"q": cases[1].receipt_number})
    assert [row["pk"] for row in found.context["rows"]] == [cases[1].pk]
    assert client.get(LIST, {"level": "technician"}).context["rows"] == []
    up = [row["pk"] for row in client.get(LIST, {"sort": "receipt"}).context["rows"]]
    down = [row["pk"] for row in client.get(LIST, {"sort": "-receipt"}).context["rows"]]
    assert up == sorted(up) and down == up[::-1]
    assert len(client.get(LIST, {"size": "2"}).context["rows"]) == 2


@pytest.mark.parametrize(
    "address",
    [
        "?sort=user__password",
        "?size=100000",
        "?size=-1",
        "?page=99999",
        "?page=x",
        "?round=abc",
        "?state=draft",
        "?body=99999999999999999999",
        "?tab=nothing",
        "?level=' OR 1=1",
        "?q=%25%5F",
    ],
)
def test_a_hostile_address_is_answered_as_a_list(world, as_officer, address):
    world.case(State.UNIT_REVIEW)
    assert as_officer("机电检测所").get(LIST + address).status_code == 200


def test_the_log_is_searched_by_person_case_action_and_day(world, logged_in):
    case = world.case(State.DEPARTMENT_REVIEW)
    client = logged_in(world.person("supervisor", Role.SUPERVISOR))
    officer = world.officer("机电检测所").name
    for query, least in (
        ({"person": officer}, 3),
        ({"receipt": case.receipt_number}, 3),
        ({"action": "forward"}, 1),
    ):
        rows = client.get("/review/log/", query).context["rows"]
        assert len(rows) >= least
    assert all(
        row["who"].startswith(officer)
        for row in client.get("/review/log/", {"person": officer}).context["rows"]
    )
    assert client.get("/review/log/", {"until": "1999-01-01"}).context["rows"] == []
    assert client.get("/review/log/", {"since": "x", "action": "y"}).status_code == 200


def test_a_unit_records_a_notice_for_many_and_sees_the_computed_day(world, as_officer):
    cases = [world.case(State.UNIT_REVIEW) for _ in range(2)]
    client, address = as_officer("机电检测所"), "/review/notices/new/"
    ids = [case.pk for case in cases]
    typed = {
        "ids": ids,
        "kind": "materials",
        "first_day": world.calendar.day(60).isoformat(),
        "place": "公示栏",
        "telephone": "0351-1234567",
        "handler": "王经办",
    }
    with world.at(60):
        asked = client.post(address, {"ids": ids})
        assert "所选 2 人" in asked.content.decode()
        proposed = client.post(address, typed | {"propose": "1"}).content.decode()
        assert "共 5 个工作日" in proposed
        assert [case.notices.count() for case in cases] == [0, 0]
        assert client.post(address, typed).status_code == 302
    assert [case.notices.count() for case in cases] == [1, 1]


def test_the_body_records_a_letter_for_the_chosen(world, as_officer):
    case = world.case(State.DEPARTMENT_REVIEW)
    client = as_officer(case.holder.short_name)
    typed = {
        "ids": [case.pk],
        "number": "机电推〔2026〕1号",
        "issued_on": world.calendar.day(25).isoformat(),
        "filled_by": "李",
        "telephone": "0351-1234567",
    }
    with world.at(25):
        assert client.post("/review/letters/new/", typed).status_code == 302
        again = client.post("/review/letters/new/", typed)
    assert again.status_code == 403 and "已在推荐函" in again.content.decode()
    letter = RecommendationLetter.objects.get()
    page = client.get(reverse("review:letter", args=[letter.pk])).content.decode()
    assert case.name in page and "签发新的代替它" in page


def test_the_office_checks_the_rest_with_one_button(world, as_officer):
    case = world.case(State.OFFICE_REVIEW)
    client = as_officer("评委会办")
    with world.at(10):
        response = client.post(page_of(case) + "originals/", {"all": "1"})
        assert response.url == reverse("review:move", args=[case.pk, "accept"])
        page = client.get(response.url).content.decode()
        assert "确认受理" in page
        client.post(response.url, {"version": Application.objects.get(pk=case.pk).version})
    assert Application.objects.get(pk=case.pk).state == State.ACCEPTED


@pytest.mark.parametrize(
    "address",
    [
        "/review/notices/new/?application={}",
        "/review/evaluations/new/?application={}",
        "/review/applications/{}/forward/",
        "/review/applications/{}/return/",
    ],
)
def test_what_went_on_is_read_but_no_longer_handled(world, as_officer, address):
    case = world.case(State.DEPARTMENT_REVIEW)
    client = as_officer("机电检测所")
    assert client.get(page_of(case)).status_code == 200
    response = client.get(address.format(case.pk))
    assert response.status_code == 403
    assert "现在不在您的单位办理" in response.content.decode()
    assert AccessRecord.objects.filter(outcome="refused").count() == 1


def test_what_is_drawn_once_follows_the_submission_and_the_round(world, as_officer):
    case, other = world.case(State.UNIT_REVIEW), world.case(State.UNIT_REVIEW)
    client = as_officer("机电检测所")
    first = client.get(page_of(case)).content.decode()
    page = client.get(page_of(other)).content.decode()
    assert other.applicant.id_number_mask in page
    assert case.applicant.id_number_mask not in page
    assert "专业年限" in first
    world.round.year += 1
    world.round.save()
    assert client.get(page_of(case)).content.decode() != first


@pytest.mark.parametrize(
    ("frozen", "shown"),
    [
        ("您的学位是硕士，符合要求", "申报人的学位是硕士，符合要求"),
        ("您已在岗聘用，符合要求；您已兑现工资", "申报人已在岗聘用，符合要求；申报人已兑现工资"),
        ("截至 2026-12-31 您从事本专业工作满 3 年", "截至 2026-12-31 申报人从事本专业工作满 3 年"),
        ("还不知道您的学位，请填写学位", "还不知道申报人的学位，请填写学位"),
        ("您有论文“致您的一封信”", "申报人有论文“致您的一封信”"),
    ],
)
def test_a_frozen_verdict_speaks_to_officers_about_the_applicant(frozen, shown):
    assert about_applicant(frozen) == shown


@pytest.mark.parametrize(
    ("address", "label"),
    [("/review/batches/", "申报列表"), ("/review/notices/", "公示"), ("/review/", "工作台")],
)
def test_the_navigation_says_where_one_is(world, as_officer, address, label):
    shown = as_officer("机电检测所").get(address).context["nav_items"]
    assert [item.label for item in shown if item.is_current] == [label]
