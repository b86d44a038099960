"""The way of a case for each kind of unit (workflow contract, "The chain")."""

import pytest

from accounts.errors import NotAllowed
from applications.chain import stops_of
from tests.builders import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def way(world, unit: str, **options) -> list[tuple[str, str, bool]]:
    stops = stops_of(world.units[unit], world.round.office, **{"is_recognized": False, **options})
    return [(stop.organisation.short_name, stop.state, stop.recommends) for stop in stops]


def test_a_municipal_unit_goes_by_its_department(world):
    assert way(world, "机电检测所") == [
        ("机电检测所", "unit_review", False),
        ("市机械局", "department_review", True),
        ("评委会办", "office_review", False),
    ]


def test_a_county_enterprise_goes_by_department_and_bureau(world):
    assert way(world, "汾东冶机") == [
        ("汾东冶机", "unit_review", False),
        ("汾东工业局", "department_review", False),
        ("汾东县人社局", "hr_review", True),
        ("评委会办", "office_review", False),
    ]


@pytest.mark.parametrize("unit", ["龙城精密", "食品协会"])
def test_a_non_public_unit_goes_by_the_local_bureau(world, unit):
    assert way(world, unit)[1:] == [
        ("龙城区人社局", "hr_review", True),
        ("评委会办", "office_review", False),
    ]


def test_a_technician_ends_at_the_unit_and_the_body_above_is_told(world):
    assert way(world, "机电检测所", is_recognized=True) == [
        ("机电检测所", "unit_review", False),
        ("市机械局", "", True),
    ]


def test_a_unit_without_a_recommending_body_cannot_submit(world):
    unit = world.units["机电检测所"]
    unit.parent = None
    with pytest.raises(NotAllowed, match="推荐部门"):
        stops_of(unit, world.round.office, is_recognized=False)
