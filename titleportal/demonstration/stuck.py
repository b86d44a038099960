"""Two officers who apply themselves: for one a stand-in was named, the other waits for one."""

from dataclasses import replace

from accounts import consent
from accounts.enums import Role
from accounts.models import Affiliation, Organisation, RoleAssignment, User
from accounts.services import set_id_number
from applications.models import Round
from review.services.stand_ins import name_stand_in
from titleportal.demonstration import stories
from titleportal.demonstration.acts import Desk
from titleportal.demonstration.calendar import Calendar
from titleportal.demonstration.people import invent

_FIRST = 45_001  # of invented people: no applicant has such a number
NAMED, WAITING = "食品协会", "重装集团"
COLLEAGUE = ("standin1", "阎秀珍")
REASON = "协会只有一位经办人，就是申报人本人，不能办理本人的申报。"


def plots(
    calendar: Calendar, round: Round, desk: Desk, units: dict[str, Organisation], password: str
) -> list[stories.Story]:
    """What happens to both; `password` is a made hash, for the colleague who stands in."""
    tellers = [
        _teller(number, units[short], calendar, round, desk)
        for number, short in enumerate((NAMED, WAITING))
    ]
    colleague = _colleague(units[NAMED], calendar, password)
    return [_named(tellers[0], colleague), _waiting(tellers[1])]


def _teller(number: int, unit: Organisation, calendar, round, desk: Desk) -> stories.Teller:
    """The unit's only officer, as an applicant too."""
    officer = desk.officer_of(unit)
    invented = invent(
        _FIRST + number, year=calendar.year, level="engineer", years=9, education="bachelor"
    )
    person = replace(invented, username=officer.username, name=officer.name)
    RoleAssignment.objects.create(user=officer, role=Role.APPLICANT, valid_from=calendar.day(400))
    Affiliation.objects.create(user=officer, unit=unit, since=calendar.day(400))
    set_id_number(user=officer, number=person.id_number, actor=None)
    consent.give(user=officer, version=consent.CURRENT.version)
    return stories.Teller(calendar, round, person, officer, unit, desk)


def _colleague(unit: Organisation, calendar: Calendar, password: str) -> User:
    username, name = COLLEAGUE
    user = User.objects.create(username=username, name=name, phone="13903519901", password=password)
    RoleAssignment.objects.create(user=user, role=Role.APPLICANT, valid_from=calendar.day(400))
    Affiliation.objects.create(user=user, unit=unit, since=calendar.day(400))
    consent.give(user=user, version=consent.CURRENT.version)
    return user


def _named(t: stories.Teller, colleague: User) -> stories.Story:
    yield from t.submitted(11, 20)
    yield t.calendar.moment(9, 60)
    name_stand_in(
        actor=t.desk.officer_of(t.unit.parent),
        application=t.application,
        person=colleague,
        reason=REASON,
        until=t.calendar.day(-21),
    )


def _waiting(t: stories.Teller) -> stories.Story:
    yield from t.submitted(8, 40)
