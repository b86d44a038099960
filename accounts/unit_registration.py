"""How a unit comes in: it registers itself, and the body above it confirms or refuses."""

from django.db import IntegrityError, transaction

from accounts import journal, mail
from accounts.clock import database_now, today
from accounts.enums import ROLE_OF_KIND, UNIT_KINDS, OrganisationKind, RegistrationState, Role
from accounts.errors import BadInput, NotAllowed, StaleState
from accounts.identifiers import BadIdentifier, parse_uscc
from accounts.models import Affiliation, Organisation, UnitRegistration, User
from accounts.permissions import active_assignments, right
from accounts.registration import register_person
from accounts.registry import FIELDS
from accounts.services import assign_role, create_organisation
from accounts.text import clean_line
from accounts.tree import ancestors, parent_problem

_WAITING = "这个单位已有一份登记在等待确认，不要重复登记。有疑问请联系所选的上级部门。"
_KNOWN = "这个单位已经登记过。请联系本单位经办人；要增加经办人的，请联系系统管理员。"


@transaction.atomic
def register_unit(*, unit: dict, person: dict) -> UnitRegistration:
    """Enter a unit (`FIELDS`) together with the account of who will be its first officer
    (`registration.register_person`). Raises BadInput by field."""
    _checked(unit)
    officer = register_person(staff=True, **person)
    return ask_for_unit(officer=officer, unit=unit)


@transaction.atomic
def ask_for_unit(*, officer: User, unit: dict) -> UnitRegistration:
    """Enter a unit for a person who has an account, anew after a refusal for instance."""
    if officer.unit_registrations.filter(state=RegistrationState.PENDING).exists():
        raise NotAllowed("您登记的单位还在等待确认，不要重复登记。")
    values = _checked(unit)
    try:
        with transaction.atomic():
            made = UnitRegistration.objects.create(
                officer=officer, state=RegistrationState.PENDING, made_at=database_now(), **values
            )
    except IntegrityError:
        raise BadInput({"name": _WAITING}) from None
    data = {"registration": made.pk, "name": made.name, "parent": made.parent_id}
    journal.write(actor=officer, action="unit_registered", object=made, data=data)
    return made


@transaction.atomic
def confirm_unit(*, actor: User, registration: UnitRegistration) -> Organisation:
    """Make the organisation, and its officer a unit officer from today.

    Raises BadInput where name or code were taken meanwhile, StaleState where somebody decided
    before, NotAllowed for who may not.
    """
    registration = _locked(actor, registration)
    values = {field: getattr(registration, field) for field in FIELDS}
    organisation = create_organisation(actor=None, **values)
    _decide(actor, registration, RegistrationState.CONFIRMED, organisation=organisation)
    officer = registration.officer
    assign_role(
        actor=None,
        user=officer,
        role=Role.UNIT_OFFICER,
        organisation=organisation,
        valid_from=today(),
    )
    if not Affiliation.objects.filter(user=officer).exists():
        Affiliation.objects.create(user=officer, unit=organisation, since=today())
    _tell(registration, "单位登记已确认")
    return organisation


@transaction.atomic
def refuse_unit(*, actor: User, registration: UnitRegistration, reason: str) -> UnitRegistration:
    """Refuse with a reason, which the person who registered reads. Raises as `confirm_unit`."""
    reason = clean_line(reason)
    if not reason:
        raise BadInput({"reason": "请填写原因，登记人会看到。"})
    registration = _locked(actor, registration)
    _decide(actor, registration, RegistrationState.REFUSED, reason=reason[:300])
    _tell(registration, "单位登记未通过")
    return registration


def withdraw_all(*, officer: User) -> None:
    """Take back what the person still has waiting, when the account is closed."""
    waiting = officer.unit_registrations.filter(state=RegistrationState.PENDING)
    waiting.update(state=RegistrationState.WITHDRAWN, decided_at=database_now())


def _locked(actor: User, registration: UnitRegistration) -> UnitRegistration:
    found = UnitRegistration.objects.select_for_update(of=("self",)).select_related(
        "parent", "officer"
    )
    current = found.get(pk=registration.pk)
    if current.state != RegistrationState.PENDING:
        by = current.decided_by.name if current.decided_by else "登记人"
        raise StaleState(f"这份登记刚刚已由{by}处理：{current.get_state_display()}。")
    if not right("accounts.confirm_unit").allows(actor, current):
        raise NotAllowed("这份登记应由它的上级部门确认。")
    return current


def _decide(actor: User, registration: UnitRegistration, state: str, **values) -> None:
    organisation = _acting_for(actor, registration)
    for field, value in values.items():
        setattr(registration, field, value)
    registration.state, registration.decided_by = state, actor
    registration.decided_for, registration.decided_at = organisation, database_now()
    registration.save()
    data = {"registration": registration.pk, "name": registration.name}
    action = "unit_confirmed" if state == RegistrationState.CONFIRMED else "unit_refused"
    about = registration.organisation or registration
    journal.write(actor=actor, action=action, object=about, data=data)


def _acting_for(actor: User, registration: UnitRegistration) -> Organisation | None:
    """The body above the unit for which `actor` decides; None for an administrator."""
    line = [registration.parent, *ancestors(registration.parent)]
    held = {each.organisation_id: each for each in active_assignments(actor)}
    return next(
        (
            body
            for body in line
            if body.pk in held and held[body.pk].role == ROLE_OF_KIND[OrganisationKind(body.kind)]
        ),
        None,
    )


def _tell(registration: UnitRegistration, subject: str) -> None:
    mail.send(
        to=registration.officer.email,
        subject=f"{subject}：{registration.name}",
        template="mail/unit_decided.txt",
        registration=registration,
    )


def _checked(unit: dict) -> dict:
    """The unit's values made fit to store; raises BadInput."""
    values = {
        field: clean_line(value) if isinstance(value := unit[field], str) else value
        for field in FIELDS
    }
    problems = {}
    if values["kind"] not in UNIT_KINDS:
        problems["kind"] = "请选择单位性质。"
    if not values["name"]:
        problems["name"] = "请填写单位名称。"
    try:
        values["uscc"] = parse_uscc(values["uscc"])
    except BadIdentifier as error:
        problems["uscc"] = str(error)
    for field in ("name", "uscc"):
        if field not in problems and (problem := _taken(field, values[field])):
            problems[field] = problem
    if "kind" not in problems and (problem := _parent_problem(values)):
        problems["parent"] = problem
    if problems:
        raise BadInput(problems)
    return values


def _taken(field: str, value: str) -> str:
    if Organisation.objects.filter(**{field: value}).exists():
        return _KNOWN
    waiting = UnitRegistration.objects.filter(state=RegistrationState.PENDING)
    return _WAITING if waiting.filter(**{field: value}).exists() else ""


def _parent_problem(values: dict) -> str:
    parent = values["parent"]
    if parent is None or not parent.is_active:
        return "请重新选择上级部门。"
    placed = Organisation(kind=values["kind"], tier=values["tier"], parent=parent)
    return parent_problem(placed)
