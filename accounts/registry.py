"""What changes the tree of organisations. The actor is an administrator, or None for the system."""

from django.db import IntegrityError, transaction

from accounts import journal
from accounts.clock import today
from accounts.enums import UNIT_KINDS
from accounts.errors import BadInput, NotAllowed
from accounts.identifiers import BadIdentifier, parse_uscc
from accounts.models import Organisation, User
from accounts.queries import in_force
from accounts.rules import require_right
from accounts.text import clean_line
from accounts.tree import parent_problem

FIELDS = (
    "name",
    "short_name",
    "uscc",
    "kind",
    "tier",
    "region",
    "parent",
    "legal_representative",
    "legal_telephone",
    "hr_contact",
    "hr_telephone",
)


@transaction.atomic
def create_organisation(*, actor: User | None, **values) -> Organisation:
    """Register an organisation; `values` by field name (`FIELDS`), at least `name` and `kind`.

    Raises BadInput: a taken name or code, a parent that makes a circle, no recommending body
    above a unit.
    """
    require_right(actor)
    organisation = _filled(Organisation(), values)
    journal.write(
        actor=actor,
        action="organisation_created",
        object=organisation,
        data={"name": organisation.name, "kind": organisation.kind},
    )
    return organisation


@transaction.atomic
def update_organisation(
    *, actor: User | None, organisation: Organisation, **values
) -> Organisation:
    """Change an organisation; `values` by field name. Raises as `create_organisation`.

    Refused as well where a unit below would lose its recommending body.
    """
    require_right(actor)
    before = {field: getattr(organisation, field) for field in values}
    _filled(organisation, values)
    _keep_those_below(organisation)
    changed = [field for field in values if getattr(organisation, field) != before[field]]
    if changed:
        data = {"name": organisation.name, "fields": changed}
        journal.write(actor=actor, action="organisation_changed", object=organisation, data=data)
    return organisation


@transaction.atomic
def disable_organisation(*, actor: User | None, organisation: Organisation) -> Organisation:
    """Close an organisation for new people and cases; those under way go on.

    Raises NotAllowed while active organisations stand below it or somebody acts for it.
    """
    require_right(actor)
    if organisation.children.filter(is_active=True).exists():
        raise NotAllowed("下面还有启用的单位，请先停用它们或改换它们的上级。")
    if organisation.assignments.filter(in_force(today())).exists():
        raise NotAllowed("还有人员在这个单位担任角色，请先结束这些角色。")
    return _switch(actor, organisation, is_active=False, action="organisation_disabled")


@transaction.atomic
def enable_organisation(*, actor: User | None, organisation: Organisation) -> Organisation:
    """Open a closed organisation again."""
    require_right(actor)
    return _switch(actor, organisation, is_active=True, action="organisation_enabled")


def _switch(actor, organisation: Organisation, *, is_active: bool, action: str) -> Organisation:
    if organisation.is_active != is_active:
        organisation.is_active = is_active
        organisation.save(update_fields=["is_active"])
        data = {"name": organisation.name}
        journal.write(actor=actor, action=action, object=organisation, data=data)
    return organisation


def _filled(organisation: Organisation, values: dict) -> Organisation:
    for field in values:
        if field not in FIELDS:
            raise NotAllowed("这些内容不能在这里修改。")
    for field, value in values.items():
        setattr(organisation, field, clean_line(value) if isinstance(value, str) else value)
    _check(organisation)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        raise BadInput({"name": "同名的单位或统一社会信用代码已经登记过。"}) from None
    return organisation


def _check(organisation: Organisation) -> None:
    problems = {}
    others = Organisation.objects.exclude(pk=organisation.pk)
    if not organisation.name:
        problems["name"] = "请填写单位名称。"
    elif others.filter(name=organisation.name).exists():
        problems["name"] = "这个名称的单位已经登记过。"
    try:
        organisation.uscc = parse_uscc(organisation.uscc) if organisation.uscc else None
    except BadIdentifier as error:
        problems["uscc"] = str(error)
    else:
        if organisation.uscc and others.filter(uscc=organisation.uscc).exists():
            problems["uscc"] = "这个统一社会信用代码已经登记过。"
    if problem := parent_problem(organisation):
        problems["parent"] = problem
    if problems:
        raise BadInput(problems)


def _keep_those_below(organisation: Organisation) -> None:
    waiting = list(organisation.children.filter(is_active=True))
    while waiting:
        below = waiting.pop()
        if below.kind in UNIT_KINDS and parent_problem(below):
            problem = f"这样修改后，下级“{below.name}”就没有推荐部门了，请先改换它的上级。"
            raise BadInput({"parent": problem})
        waiting.extend(below.children.filter(is_active=True))
