"""Rounds and their dates; every change is logged with what was before (trust WF-07)."""

from django.db import IntegrityError, transaction

from accounts.enums import OrganisationKind, Role
from accounts.errors import BadInput, NotAllowed
from accounts.models import User
from accounts.permissions import right
from applications import log
from applications.models import Round
from policy.loader import available

DATES = (
    ("applicants_from", "个人申报开始"),
    ("applicants_until", "个人申报截止"),
    ("units_until", "单位审核截止"),
    ("recommenders_until", "推荐部门审核截止"),
    ("office_until", "评委会办受理截止"),
)
# The last day of grace after each deadline; none where it is left out.
GRACES = (
    ("applicants_grace_until", "applicants_until", "个人申报宽限至"),
    ("units_grace_until", "units_until", "单位审核宽限至"),
    ("recommenders_grace_until", "recommenders_until", "推荐部门审核宽限至"),
    ("office_grace_until", "office_until", "评委会办受理宽限至"),
)
FIELDS = (
    "key",
    "name",
    "policy_key",
    "year",
    "office",
    *(name for name, _ in DATES),
    *(name for name, _, _ in GRACES),
    "office_from",
    "correction_days",
)
# What cases were judged by; fixed once there are any.
FIXED = ("key", "policy_key", "year", "office")


@transaction.atomic
def create_round(*, actor: User, **values) -> Round:
    """Enter a round; `values` by field name. Raises BadInput, NotAllowed."""
    _require(actor)
    made = _filled(Round(), values)
    _log(actor, "round_created", made, {name: _text(made, name) for name in FIELDS})
    return made


@transaction.atomic
def change_round(*, actor: User, round: Round, reason: str, **values) -> Round:
    """Change a round; the log keeps old and new and `reason`.

    Raises BadInput, NotAllowed (what cases were judged by, once there are any).
    """
    _require(actor)
    current = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    before = {name: _text(current, name) for name in values}
    changed_values = {
        name: value for name, value in values.items() if getattr(current, name) != value
    }
    if not changed_values:
        return current
    if not reason.strip():
        raise BadInput({"reason": "请写明修改的原因。"})
    if set(FIXED) & set(changed_values) and current.applications.exists():
        raise NotAllowed("这个批次已有人申报，代号、政策、年度和评委会办事机构不能再改。")
    _filled(current, changed_values)
    data = {name: [before[name], _text(current, name)] for name in changed_values}
    _log(actor, "round_changed", current, data, reason.strip())
    return current


def _require(actor: User) -> None:
    if not right("manage_rounds").allows(actor):
        raise NotAllowed("只有系统管理员可以管理批次。")


def _filled(round: Round, values: dict) -> Round:
    if unknown := set(values) - set(FIELDS):
        raise NotAllowed(f"这些内容不能修改：{'、'.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(round, name, value)
    if problems := _problems(round):
        raise BadInput(problems)
    try:
        with transaction.atomic():
            round.save()
    except IntegrityError:
        raise BadInput({"key": "这个代号已经用过，请换一个。"}) from None
    return round


def _problems(round: Round) -> dict[str, str]:
    problems = {}
    if round.policy_key not in available():
        problems["policy_key"] = "请选择已发布的政策。"
    if round.office_id is None or round.office.kind != OrganisationKind.COMMITTEE_OFFICE:
        problems["office"] = "请选择评委会办事机构。"
    for (earlier, before), (later, after) in zip(DATES, DATES[1:], strict=False):
        if getattr(round, later) < getattr(round, earlier):
            problems[later] = f"“{after}”不能早于“{before}”。"
    for grace, deadline, label in GRACES:
        given = getattr(round, grace)
        if given is not None and given < getattr(round, deadline):
            problems[grace] = f"“{label}”不能早于截止日期。"
    if round.office_until < round.office_from:
        problems["office_from"] = "“评委会办开始受理”不能晚于“评委会办受理截止”。"
    return problems


def _text(round: Round, name: str) -> str:
    if name == "office":
        return str(round.office_id or "")
    value = getattr(round, name)
    return "" if value is None else str(value)


def _log(actor: User, action: str, round: Round, data: dict, reason: str = "") -> None:
    log.append(
        action=action,
        actor=actor,
        role=Role.ADMINISTRATOR,
        object=f"round:{round.key}",
        reason=reason,
        data=data,
    )
