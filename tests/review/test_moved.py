"""Who moves loses the cases at once; what was submitted stays where it was submitted."""

import tempfile

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Affiliation, User
from accounts.services import (
    assign_role,
    disable_organisation,
    disable_person,
    end_role,
    update_organisation,
)
from applications.enums import Action
from applications.models import Application, Event
from review.exports import export_of, opinions
from review.exports.records import frozen_cases, recommending_body
from review.exports.selection import select
from review.services import moves
from review.services.moves import perform_many
from tests.builders import World

pytestmark = pytest.mark.django_db
UNIT, DEPARTMENT = "机电检测所", "市机械局"


@pytest.fixture
def world() -> World:
    return World()


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def moved_away(world: World, officer) -> None:
    """The officer goes to another department."""
    end_role(actor=None, assignment=officer.assignments.get())
    assign_role(
        actor=None,
        user=officer,
        role=Role.DEPARTMENT_OFFICER,
        organisation=world.units["市化工局"],
        valid_from=world.calendar.day(0),
    )


def test_the_next_request_of_a_moved_officer_finds_nothing(world):
    case = world.case("department_review")
    officer = world.officer(DEPARTMENT)
    client, stored = logged_in(officer), Application.objects.filter(pk=case.pk).values()
    pages = [
        reverse("review:application", args=[case.pk]),
        reverse("review:move", args=[case.pk, "return"]),
        reverse("review:id_number", args=[case.pk]),
    ]
    with world.at():
        assert [client.get(page).status_code for page in pages] == [200, 200, 200]
        before = stored.get()
        moved_away(world, officer)
        # Forms that stood open, posted now.
        posted = {"version": case.version, "reason": "材料不全", "confirmed": "1", "text": "记一下"}
        forms = [*pages[1:], reverse("review:note", args=[case.pk])]
        assert [client.post(form, posted).status_code for form in forms] == [404] * 3
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
        assert (
            case.receipt_number not in client.get(reverse("review:applications")).content.decode()
        )
    assert stored.get() == before


def test_a_batch_of_an_officer_who_has_left_is_gone_and_moves_nothing(world):
    cases = [world.case("department_review") for _ in range(2)]
    officer = world.officer(DEPARTMENT)
    client = logged_in(officer)
    with world.at():
        chosen = {"ids": [case.pk for case in cases]}
        page = client.post(reverse("review:batch", args=["decline"]), chosen).url
        assert client.get(page).status_code == 200
        moved_away(world, officer)
        assert client.get(page).status_code == 404
        assert client.post(page, {"reason": "不符合", "confirmed": "1"}).status_code == 404
        assert client.post(reverse("review:batch", args=["decline"]), chosen).status_code == 404
        listed = client.get(reverse("review:batches")).content.decode()
    assert page not in listed
    states = Application.objects.filter(pk__in=[case.pk for case in cases])
    assert set(states.values_list("state", flat=True)) == {"department_review"}


def test_a_batch_under_way_stops_at_the_moment_of_the_change(world, monkeypatch):
    """The role ends between the first case and the second of one request."""
    cases = [world.case("department_review") for _ in range(3)]
    officer = world.officer(DEPARTMENT)
    one = moves._one

    def end_after_the_first(action, application, *rest):
        outcome = one(action, application, *rest)
        if application == cases[0]:
            # By another person's request: this one's own objects know nothing of it.
            other = officer.assignments.model.objects.get(user=officer.pk)
            end_role(actor=None, assignment=other)
        return outcome

    monkeypatch.setattr(moves, "_one", end_after_the_first)
    with world.at():
        outcomes = perform_many(
            action=Action.DECLINE, applications=cases, actor=officer, data={"reason": "不符合"}
        )
    assert [outcome.ok for outcome in outcomes] == [True, False, False]


def test_a_disabled_officer_stops_as_well(world):
    case = world.case("department_review")
    officer = world.officer(DEPARTMENT)
    with world.at():
        disable_person(actor=None, user=User.objects.get(pk=officer.pk))
        outcomes = perform_many(
            action=Action.DECLINE, applications=[case], actor=officer, data={"reason": "不符合"}
        )
    assert [outcome.ok for outcome in outcomes] == [False]


def test_an_applicant_who_changes_the_unit_leaves_the_case_behind(world):
    case = world.case("unit_review")
    with world.at():
        Affiliation.objects.create(
            user=case.applicant, unit=world.units["重装集团"], since=world.calendar.day(0)
        )
        address = reverse("review:application", args=[case.pk])
        assert logged_in(world.officer(UNIT)).get(address).status_code == 200
        assert logged_in(world.officer("重装集团")).get(address).status_code == 404
    assert Application.objects.get(pk=case.pk).unit == world.units[UNIT]


def changed(world: World) -> None:
    """The unit is renamed and put under another department, which is renamed too."""
    unit, department = world.units[UNIT], world.units[DEPARTMENT]
    update_organisation(
        actor=None, organisation=unit, name="改名研究所", parent=world.units["市化工局"]
    )
    update_organisation(actor=None, organisation=department, name="改名管理局")


def test_the_way_of_a_submitted_case_survives_a_new_parent_and_a_new_name(world):
    case = world.case("unit_review")
    way = list(case.links.values_list("organisation", "position", "state", "recommends"))
    with world.at():
        changed(world)
    world.prepare(case)
    case = world.forward(Application.objects.get(pk=case.pk))
    assert list(case.links.values_list("organisation", "position", "state", "recommends")) == way
    assert case.holder == world.units[DEPARTMENT]
    assert case.recommending_body == world.units[DEPARTMENT]


def test_exports_say_the_names_as_they_were_submitted(world):
    case = world.case("office_review", unit="汾东冶机")
    names = {}
    with world.at():
        for short in ("汾东冶机", "汾东工业局", "汾东县人社局"):
            organisation = world.units[short]
            names[short] = organisation.name
            update_organisation(actor=None, organisation=organisation, name=f"改名{short}")
    selection = select(world.round, Application.objects.filter(pk=case.pk))
    exported = next(frozen_cases(selection))
    said = opinions.department_opinion(exported)
    assert said.splitlines() == [f"{names[n]}：同意推荐。" for n in ("汾东工业局", "汾东县人社局")]
    assert recommending_body(exported)[1] == names["汾东县人社局"]
    with tempfile.TemporaryFile() as file:
        export_of("roster").make(selection, "xlsx", file)
        cells = [str(c) for row in openpyxl.load_workbook(file).active.values for c in row if c]
    assert names["汾东冶机"] in cells
    assert not [cell for cell in cells if "改名" in cell]


def test_a_closed_organisation_keeps_its_place_on_the_way(world):
    case = world.case("unit_review", unit="龙城精密")
    officer = world.officer("龙城精密")
    with world.at():
        end_role(actor=None, assignment=officer.assignments.get())
        disable_organisation(actor=None, organisation=world.units["龙城精密"])
    case = Application.objects.get(pk=case.pk)
    assert (case.holder, case.unit) == (world.units["龙城精密"],) * 2
    assert case.links.filter(organisation=world.units["龙城精密"], position=1).exists()
    assert not Event.objects.filter(application=case, action="decline").exists()
