"""Loading the demonstration: organisations, the round, applicants, and what happened to them."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import consent, mail
from accounts.clock import standing_at
from accounts.enums import UNIT_KINDS, Role
from accounts.models import Affiliation, Organisation, RoleAssignment, User
from accounts.services import mark_demonstration, set_id_number
from applications import notifications
from applications.models import Round
from titleportal.demonstration import letters, organisations, staff, stories, stuck
from titleportal.demonstration.acts import Desk
from titleportal.demonstration.calendar import Calendar
from titleportal.demonstration.files import Shelf
from titleportal.demonstration.people import Person, invent

PASSWORD = "demo-portal-2020"
RULES_BACK = 73  # days ago that every unit posted the conditions
NEWS_BACK = 14  # what happened earlier, everybody has read

# The contract's six, then others worth looking at: unit, level, years of specialty work (None: enough of them), story.
NAMED = (
    ("机电检测所", "engineer", 8, stories.half_filled),
    ("龙城精密", "assistant_engineer", 5, stories.complete),
    ("机电检测所", "engineer", 4, stories.complete),
    ("机电检测所", "engineer", 9, stories.returned),
    ("机电检测所", "engineer", 10, stories.accepted),
    ("机电检测所", "technician", 2, stories.ready),
    # Not of the contract: a notice that runs, and one that had an objection.
    ("机电检测所", "engineer", 8, stories.under_notice_with_objection),
    ("机电检测所", "assistant_engineer", 6, stories.ready_after_objection),
    # Two more, so that both bodies above have technicians who were recognised below them.
    ("机电检测所", "technician", 3, stories.recognized),
    ("龙城精密", "technician", 3, stories.recognized),
    # One in the integrity record, with an appeal that waits; one with a later last day.
    ("化工设计院", "engineer", 9, stories.revoked),
    ("机电检测所", "engineer", 8, stories.extended),
)
# How the others are spread, in so many of a hundred.
SPREAD = (
    (22, stories.accepted),
    (14, stories.with_office),
    (18, stories.with_body),
    (12, stories.ready),
    (12, stories.waiting),
    (6, stories.under_notice),
    (3, stories.returned),
    (4, stories.complete),
    (3, stories.half_filled),
    (2, stories.declined),
    (2, stories.withdrawn),
    (2, stories.refused),
)


def load(*, today: date, applicants: int, told: Callable[[str], None] = print) -> Round:
    """Fill an empty database with `applicants` people (12 or more) around `today`."""
    calendar = Calendar(today)
    password = make_password(PASSWORD)
    mark_demonstration()
    told("正在建立单位和人员……")
    with standing_at(calendar.moment(80)), transaction.atomic():
        made = organisations.create(password=password, since=calendar.day(400))
        round = calendar.open_round(made[organisations.OFFICE])
        desk = Desk(Shelf())
        units = {unit.short_name: unit for unit in made.values() if unit.kind in UNIT_KINDS}
        tellers = [
            _teller(number, calendar, round, desk, units, password)
            for number in range(1, max(applicants, len(NAMED)) + 1)
        ]
        staff.enter_staff(units, desk.officer_of, year=calendar.year)
        for teller in tellers[: len(NAMED)]:
            officer = desk.officer_of(teller.unit)
            staff.enter_applicant(teller.user, teller.person, teller.unit, officer)
        of_officers = stuck.plots(calendar, round, desk, units, password)
    told("正在按流程办理申报……")
    plots = [_rules_notices(calendar, round, desk, list(units.values()))]
    plots += [_story(teller, number) for number, teller in enumerate(tellers)] + of_officers
    with mail.held_back():
        stories.run(plots, _progress(told, len(plots)))
    with standing_at(calendar.moment(0)), transaction.atomic():
        letters.write_letters(desk)
    notifications.mark_old_read(before=calendar.moment(NEWS_BACK))
    return round


def _progress(told: Callable[[str], None], total: int) -> Callable[[int], None]:
    shown = {"last": 0}

    def tell(done: int) -> None:
        if total > 500 and done - shown["last"] >= 500:
            shown["last"] = done
            told(f"已办理 {done} / {total}")

    return tell


def _teller(number, calendar, round, desk, units, password) -> stories.Teller:
    if number <= len(NAMED):
        short, level, years, _ = NAMED[number - 1]
        person = invent(number, year=calendar.year, level=level, years=years, education="bachelor")
        unit = units[short]
    else:
        person = invent(number, year=calendar.year)
        unit = list(units.values())[number % len(units)]
    user = account_of(person, unit, calendar, password)
    return stories.Teller(calendar, round, person, user, unit, desk)


def account_of(person: Person, unit: Organisation, calendar: Calendar, password: str) -> User:
    """The invented person's account, with the role and the unit; `password` is a made hash."""
    user = User.objects.create(
        username=person.username,
        name=person.name,
        phone=f"1390351{person.seed % 10000:04}",
        password=password,
    )
    RoleAssignment.objects.create(
        user=user, role=Role.APPLICANT, organisation=None, valid_from=calendar.day(400)
    )
    Affiliation.objects.create(user=user, unit=unit, since=calendar.day(400))
    consent.give(user=user, version=consent.CURRENT.version)
    return set_id_number(user=user, number=person.id_number, actor=None)


def _rules_notices(calendar, round, desk: Desk, units: list[Organisation]) -> stories.Story:
    yield calendar.moment(RULES_BACK)
    for unit in units:
        desk.post_rules(unit, round, calendar.day(RULES_BACK))
    yield calendar.moment(RULES_BACK - 14)
    for unit in units:
        desk.close_rules(unit, round)


def _story(teller: stories.Teller, number: int) -> stories.Story:
    minute = number * 7 % 400
    if number < len(NAMED):
        return NAMED[number][3](teller, minute)
    story = _pick(number * 37 % 100)
    if teller.person.level == "technician" and story in _FOR_COMMITTEES:
        story = stories.recognized
    return story(teller, minute)


_FOR_COMMITTEES = (stories.accepted, stories.with_office, stories.with_body, stories.refused)


def _pick(lot: int) -> Callable[[stories.Teller, int], stories.Story]:
    for share, story in SPREAD:
        if lot < share:
            return story
        lot -= share
    return SPREAD[0][1]
