"""The demonstration's organisations and officers; none of them exists."""

from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc

from accounts.enums import ROLE_OF_KIND, OrganisationKind, Role, Tier
from accounts.models import Organisation, RoleAssignment, User

OFFICE = "太原市工程系列初、中级职称评审委员会办公室"


@dataclass(frozen=True, slots=True)
class Plan:
    """One organisation: its officer's user name and name, its parent's name."""

    name: str
    short: str
    kind: OrganisationKind
    tier: Tier
    region: str
    parent: str
    officer: str
    officer_name: str


K, T = OrganisationKind, Tier
PLANS = (
    Plan(OFFICE, "评委会办", K.COMMITTEE_OFFICE, T.MUNICIPAL, "太原市", "", "secretary1", "段文静"),
    Plan(
        "太原市机械工业管理局",
        "市机械局",
        K.DEPARTMENT,
        T.MUNICIPAL,
        "太原市",
        "",
        "department1",
        "郝建国",
    ),
    Plan(
        "太原市化工行业管理局",
        "市化工局",
        K.DEPARTMENT,
        T.MUNICIPAL,
        "太原市",
        "",
        "department2",
        "武秀英",
    ),
    Plan(
        "太原市龙城区人力资源和社会保障局",
        "龙城区人社局",
        K.HR_BUREAU,
        T.COUNTY,
        "龙城区",
        "",
        "bureau1",
        "常丽娟",
    ),
    Plan(
        "太原市汾东县人力资源和社会保障局",
        "汾东县人社局",
        K.HR_BUREAU,
        T.COUNTY,
        "汾东县",
        "",
        "bureau2",
        "侯志刚",
    ),
    Plan(
        "汾东县工业局",
        "汾东工业局",
        K.DEPARTMENT,
        T.COUNTY,
        "汾东县",
        "太原市汾东县人力资源和社会保障局",
        "department3",
        "白云生",
    ),
    Plan(
        "太原市机电设备检测研究所",
        "机电检测所",
        K.INSTITUTION,
        T.MUNICIPAL,
        "太原市",
        "太原市机械工业管理局",
        "unit1",
        "梁慧敏",
    ),
    Plan(
        "太原龙城精密机械有限公司",
        "龙城精密",
        K.NON_PUBLIC_ENTERPRISE,
        T.COUNTY,
        "龙城区",
        "太原市龙城区人力资源和社会保障局",
        "unit2",
        "石磊",
    ),
    Plan(
        "太原重装备制造集团有限公司",
        "重装集团",
        K.STATE_OWNED_ENTERPRISE,
        T.MUNICIPAL,
        "太原市",
        "太原市机械工业管理局",
        "unit3",
        "乔晓东",
    ),
    Plan(
        "太原市化工设计研究院",
        "化工设计院",
        K.INSTITUTION,
        T.MUNICIPAL,
        "太原市",
        "太原市化工行业管理局",
        "unit4",
        "温雅琴",
    ),
    Plan(
        "汾东县冶金机械厂",
        "汾东冶机",
        K.STATE_OWNED_ENTERPRISE,
        T.COUNTY,
        "汾东县",
        "汾东县工业局",
        "unit5",
        "吕海涛",
    ),
    Plan(
        "龙城区食品工业协会",
        "食品协会",
        K.SOCIAL_ORGANIZATION,
        T.COUNTY,
        "龙城区",
        "太原市龙城区人力资源和社会保障局",
        "unit6",
        "秦玉兰",
    ),
)


def create(*, password: str, since: date) -> dict[str, Organisation]:
    """Create organisations with their officers; by name. `password` is a made hash."""
    made: dict[str, Organisation] = {}
    for index, plan in enumerate(PLANS, start=1):
        made[plan.name] = _organisation(plan, index, made)
        officer = User.objects.create(
            username=plan.officer,
            name=plan.officer_name,
            phone=f"0351-70001{index:02}",
            password=password,
        )
        RoleAssignment.objects.create(
            user=officer,
            role=ROLE_OF_KIND[plan.kind],
            organisation=made[plan.name],
            valid_from=since,
        )
    _others(made[OFFICE], password, since)
    return made


def _organisation(plan: Plan, index: int, made: dict) -> Organisation:
    body = f"12140100{'MB' if plan.kind in ROLE_OF_KIND else ''}{index:07}"
    return Organisation.objects.create(
        name=plan.name,
        short_name=plan.short,
        uscc=body + uscc.calc_check_digit(body),
        kind=plan.kind,
        tier=plan.tier,
        region=plan.region,
        parent=made.get(plan.parent),
        legal_representative=_CONTACTS[index % len(_CONTACTS)],
        legal_telephone=f"0351-60002{index:02}",
        hr_contact=plan.officer_name,
        hr_telephone=f"0351-70001{index:02}",
    )


_CONTACTS = ("高振华", "任保平", "董玉梅", "孟凡林", "贺春生")


def _others(office: Organisation, password: str, since: date) -> None:
    """Experts, the supervisor and the administrator."""
    people = [(f"expert{n}", name, Role.EXPERT) for n, name in enumerate(_EXPERTS, start=1)]
    people += [
        ("supervisor1", "尚守正", Role.SUPERVISOR),
        ("admin1", "岳明", Role.ADMINISTRATOR),
    ]
    for username, name, role in people:
        user = User.objects.create(username=username, name=name, password=password)
        RoleAssignment.objects.create(
            user=user,
            role=role,
            organisation=office if role == Role.EXPERT else None,
            valid_from=since,
        )


_EXPERTS = (
    "靳学勤",
    "庞卫东",
    "崔立新",
    "樊素珍",
    "苗青山",
    "车慧玲",
    "冀永强",
    "景秀文",
    "盖世平",
)
