"""Forms of cases that came about through the workflow: real snapshots, real records."""

import io

import openpyxl
import pytest

from applications.enums import State
from applications.models import Application
from applications.queries import latest_snapshot
from review.exports import export_of
from review.exports.records import frozen_cases
from review.exports.selection import select
from tests.builders import World

# Where a case that reached its recommending body may stand.
EXPORTED = (State.DEPARTMENT_REVIEW, State.OFFICE_REVIEW, State.ACCEPTED)


@pytest.fixture
def world(db):
    return World()


def test_the_roster_says_what_was_submitted_and_recorded(world):
    case = world.case(State.ACCEPTED)
    file = io.BytesIO()
    export_of("roster").make(select(case.round, Application.objects.all()), "xlsx", file)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    (row,) = [row for row in sheet.values if isinstance(row[0], int)]
    snapshot = latest_snapshot(case)
    person, typed = snapshot.data["person"], snapshot.data["sections"]["application"][0]
    assert row[1:5] == (
        person["name"],
        person["sex_label"],
        person["birth_date"][:7].replace("-", "."),
        case.applicant.id_number,
    )
    assert row[5:8] == (case.unit.name, case.unit.get_kind_display(), case.unit.parent.name)
    assert row[25:27] == (case.level_label, typed["applied_specialty"])
    assert row[29] == "无异议"
    assert all(row[column] for column in (20, 21, 22, 24, 27, 28, 30, 31, 32))


@pytest.mark.parametrize("form", ["roster", "assessment-sheets"])
@pytest.mark.parametrize("state", EXPORTED)
def test_every_form_of_a_case_that_has_come_so_far(world, state, form):
    case = world.case(state)
    selection = select(case.round, Application.objects.all())
    assert [each.snapshot.application_id for each in frozen_cases(selection)] == [case.pk]
    assert export_of(form).make(selection, "pdf", io.BytesIO()) == 1


@pytest.mark.parametrize("state", [State.UNIT_REVIEW, State.WITHDRAWN, State.DECLINED])
def test_others_are_on_no_form(world, state):
    case = world.case(state)
    assert list(frozen_cases(select(case.round, Application.objects.all()))) == []
