"""What a unit's list holds of each person: the declared columns of the sheet and of the form.

The facts are the eligibility contract's, in the fewest questions that tell years and schooling;
everything but who it is may be left open, and is then unknown to the engine.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError

from accounts.clock import today
from accounts.enums import Sex
from accounts.identifiers import BadIdentifier, parse_resident_id
from accounts.models import Organisation
from accounts.text import clean_line, clean_person_name
from applications.selfcheck.asked import years_asked
from applications.selfcheck.outcome import Target
from applications.staff.rounds import coming_target
from applications.steps import ACHIEVEMENT_KINDS, choices, section_of
from applications.steps.parse import comparable
from applications.steps.person import is_institution, specialties_offered
from applications.steps.spec import Choices, Context, Field, Kind, Section
from policy.schema import Policy

ASSESSMENT, HOURS, PUBLIC_HOURS = "assessment", "hours", "public_hours"
IDENTITY = ("name", "id_number", "sex", "birth_date", "phone")
_SCHOOLED = ("education", choices.EDUCATION_FACT_LEVELS)
_HAS_TITLE = ("title", tuple(key for key, _ in choices.TITLE_LEVELS if key != "other"))
CERTIFICATES = (
    ("graduation", "毕业证书"),
    ("degree", "学位证书"),
    ("both", "毕业证书和学位证书"),
    ("neither", "只有结业或专业证书"),
)
GRASSROOTS = (
    ("no", "否"),
    ("yes", "是"),
    ("outstanding", "是，且单位认定业绩突出"),
)
TITLES = (("none", "无"), *(pair for pair in choices.TITLE_LEVELS if pair[0] != "other"))


def _achievements() -> Choices:
    return tuple((kind, section_of(kind).label) for kind in ACHIEVEMENT_KINDS)


def _field(name: str, label: str, kind: Kind = Kind.TEXT, **more) -> Field:
    return Field(name, label, kind, **{"required": False, **more})


def _always() -> tuple[Field, ...]:
    return (
        _field("name", "姓名", required=True, limit=40, hint="与身份证一致。"),
        _field("id_number", "身份证号", limit=18, hint="18位；末位是X的写X。"),
        _field(
            "sex",
            "性别",
            Kind.CHOICE,
            choices=tuple(Sex.choices),
            hint="填了身份证号的不用填。",
        ),
        _field("birth_date", "出生日期", Kind.DATE, hint="填了身份证号的不用填。如：1988-03-02"),
        _field("phone", "联系电话", Kind.PHONE, hint="邀请注册时用。如：13912345678"),
        _field("position", "现在岗位", limit=40, hint="如：检测室副主任"),
        _field(
            "worker_category",
            "人员类别",
            Kind.CHOICE,
            choices=choices.WORKER_CATEGORIES,
            hint="女职工按它定退休年龄，请填写。",
        ),
        _field("specialty", "从事专业", Kind.CHOICE, offers=specialties_offered),
        _field(
            "work_from",
            "从事本专业工作起",
            Kind.MONTH,
            hint="按一直在做本专业工作计。如：2016.07",
        ),
        _field(
            "grassroots",
            "基层农村或艰苦边远地区",
            Kind.CHOICE,
            choices=GRASSROOTS,
            hint="从事本专业工作的地方；不填按“否”计。",
        ),
        _field(
            "education",
            "最高学历",
            Kind.CHOICE,
            choices=choices.EDUCATION_LEVELS,
            hint="本科填“大学本科”。",
        ),
        _field("certificates", "持有的证书", Kind.CHOICE, choices=CERTIFICATES, needs=_SCHOOLED),
        _field("graduated", "毕业（授予）时间", Kind.MONTH, needs=_SCHOOLED, hint="如：2012.07"),
        _field(
            "relation",
            "所学专业与从事专业",
            Kind.CHOICE,
            choices=choices.FIELD_RELATIONS,
            needs=_SCHOOLED,
        ),
        _field(
            "recognized",
            "国家承认学历",
            Kind.YES_NO,
            needs=_SCHOOLED,
            hint="学信网查得到的填“是”。",
        ),
        _field(
            "title", "现任职称", Kind.CHOICE, choices=TITLES, hint="只填工程系列；没有的填“无”。"
        ),
        _field("obtained", "取得时间", Kind.MONTH, needs=_HAS_TITLE, hint="如：2019.12"),
        _field("appointed", "聘任时间", Kind.MONTH, hint="任职年限从这天算起；没有聘任的不填。"),
        _field(
            "post",
            "在岗聘用并兑现岗位工资",
            Kind.YES_NO,
            applies=is_institution,
            hint="事业单位人员填写。",
        ),
        _field(
            "achievements",
            "已有业绩",
            Kind.MANY,
            choices=_achievements(),
            hint="申报工程师用，只填已达到政策要求的。",
        ),
    )


def _yearly(policy: Policy) -> tuple[Field, ...]:
    """The years that any level's rules want records of, the newest first."""
    years: dict[str, set[int]] = {}
    for level in policy.levels:
        for key, wanted in years_asked(policy, level.key).items():
            years.setdefault(key, set()).update(wanted)
    fields = [
        _field(
            f"{ASSESSMENT}_{year}",
            f"{year}年度考核",
            Kind.CHOICE,
            choices=choices.ASSESSMENT_RESULTS,
        )
        for year in sorted(years.get("assessments", ()), reverse=True)
    ]
    for year in sorted(years.get("continuing_education", ()), reverse=True):
        fields.append(_field(f"{HOURS}_{year}", f"{year}年继续教育学时", Kind.DECIMAL))
        fields.append(_field(f"{PUBLIC_HOURS}_{year}", f"{year}年其中公需学时", Kind.DECIMAL))
    return tuple(fields)


def check_member(values: dict, context: Context) -> dict[str, str]:
    """Who it is, and what cannot be together; parsed values in, messages by field out."""
    found = {**_check_name(values), **_check_identity(values)}
    for earlier, later, text in (
        ("obtained", "appointed", "聘任时间早于取得时间，请核对。"),
        ("birth_date", "work_from", "早于出生日期，请核对。"),
    ):
        first, last = comparable(values.get(earlier)), comparable(values.get(later))
        if first and last and last < first:
            found[later] = text
    for name, value in values.items():
        year = name.removeprefix(f"{PUBLIC_HOURS}_")
        if name == year or value is None:
            continue
        whole = values.get(f"{HOURS}_{year}")
        if whole is None:
            found[f"{HOURS}_{year}"] = "填了公需学时的，总学时也要填。"
        elif value > whole:
            found[name] = "公需学时不能超过总学时。"
    return found


def _check_name(values: dict) -> dict[str, str]:
    name = values.get("name")
    if not name:
        return {}
    try:
        clean_person_name(name)
    except ValidationError as error:
        return {"name": error.message}
    return {}


def _check_identity(values: dict) -> dict[str, str]:
    number, day = values.get("id_number"), today()
    if not number:
        missing = [name for name in ("sex", "birth_date") if not values.get(name)]
        found = dict.fromkeys(missing, "没有填身份证号的，性别和出生日期都要填。")
        born = values.get("birth_date")
        if born and not "1900-01-01" <= born <= day.isoformat():
            found["birth_date"] = "出生日期不合理，请核对。"
        return found
    try:
        known = parse_resident_id(number, today=day)
    except BadIdentifier as error:
        return {"id_number": str(error)}
    found = {}
    if values.get("sex") and values["sex"] != known.sex:
        found["sex"] = "与身份证号里的性别不同，请核对；可以不填。"
    if values.get("birth_date") and values["birth_date"] != known.birth_date.isoformat():
        found["birth_date"] = "与身份证号里的出生日期不同，请核对；可以不填。"
    return found


@dataclass(frozen=True, slots=True)
class Form:
    """The columns for a unit on a day: the section, and the round or policy that it goes by."""

    section: Section
    context: Context
    target: Target

    @property
    def year(self) -> int:
        return self.target.year

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.section.fields

    def choices_of(self, field: Field) -> Choices:
        """The choices of a column: value and word."""
        return choices.YES_NO if field.kind is Kind.YES_NO else field.choices_in(self.context)


def form_for(unit: Organisation) -> Form:
    """The columns that the unit's people are asked about, by the round that comes next."""
    target = coming_target(today())
    context = Context("", unit.kind, target.policy)
    return Form(_section(target.policy, unit.kind), context, target)


def _section(policy: Policy, unit_kind: str) -> Section:
    made = _fields(tuple(_yearly(policy)), unit_kind == "institution")
    return Section("staff", "人员", made, check=check_member)


@lru_cache(maxsize=16)
def _fields(yearly: tuple[Field, ...], has_posts: bool) -> tuple[Field, ...]:
    return tuple(each for each in (*_always(), *yearly) if has_posts or each.name != "post")


def normal_words(text: str) -> str:
    """A word of a cell as it is compared: width, blanks and brackets do not count."""
    plain = unicodedata.normalize("NFKC", clean_line(text))
    return "".join(plain.split()).casefold()


def value_of(options: Choices, word: str) -> str | None:
    """The value of a word that was typed for a choice: the whole word, else the one choice that
    has it within (`本科` for 大学本科)."""
    typed = normal_words(word)
    words = {normal_words(label): value for value, label in options}
    if typed in words:
        return words[typed]
    within = {value for label, value in words.items() if len(typed) > 1 and typed in label}
    return within.pop() if len(within) == 1 else None
