"""The text of a letter: a template with blanks that are filled in from its list."""

import re
from collections.abc import Iterable

from django.db.models import Max, Min, Q

from applications.models import Application
from review.enums import CLEAN_OUTCOMES, NoticeKind, NoticeOutcome
from review.models import PublicNotice
from review.wording import day_text

PEOPLE, LEVELS, GRADES, YEAR = "【人数】", "【分级分专业人数】", "【级别】", "【年度】"
BLANKS = {
    PEOPLE: "推荐的总人数",
    LEVELS: "各级别、各专业的人数",
    GRADES: "□初级 □中级，按名单勾选",
    YEAR: "批次的年度",
}
DEFAULT_TEMPLATE = (
    f"经个人申报、单位民主评议和公示、我单位审核，下列{PEOPLE}名同志符合{YEAR}年度工程系列"
    f" {GRADES} 职称申报条件，同意推荐。其中：{LEVELS}。"
)
_BLANK = re.compile(r"【[^】]{0,30}】")
_GRADES = {"junior": "初级", "intermediate": "中级", "senior": "高级"}


def unknown_blanks(template: str) -> list[str]:
    """The blanks of a typed template that nobody fills in."""
    return [blank for blank in dict.fromkeys(_BLANK.findall(template)) if blank not in BLANKS]


def filled_text(letter, people: list[Application]) -> str:
    """The letter's text with its numbers, opened by the policy that it rests on."""
    policy = letter.round.policy
    values = {
        PEOPLE: str(len(people)),
        YEAR: str(letter.round.year),
        GRADES: _grades(policy, people),
        LEVELS: counted(policy, people),
    }
    text = _BLANK.sub(lambda found: values.get(found[0], found[0]), letter.template)
    return f"根据《{policy.title}》（{policy.number}）要求，{text}"


def _grades(policy, people: Iterable[Application]) -> str:
    present = {policy.level(case.level).grade for case in people}
    offered = dict.fromkeys(level.grade for level in policy.levels)
    return " ".join(f"{'☑' if grade in present else '□'}{_GRADES[grade]}" for grade in offered)


def counted(policy, people: Iterable[Application]) -> str:
    """工程师3名（机电2名、冶金1名），助理工程师1名（机电1名）"""
    labels = {each.key: each.label for each in policy.specialties}
    levels: dict[str, dict[str, int]] = {}
    for case in people:
        specialty = labels.get(case.specialty) or case.applied_specialty or "其他"
        of_level = levels.setdefault(case.level, {})
        of_level[specialty] = of_level.get(specialty, 0) + 1
    order = [level for level in policy.levels if level.key in levels]
    return "，".join(
        f"{level.label}{sum(levels[level.key].values())}名（"
        + "、".join(f"{name}{count}名" for name, count in sorted(levels[level.key].items()))
        + "）"
        for level in order
    )


def posted_text(people: list[Application]) -> str:
    """公示情况: from the first day to the last of all notices of those listed, and the outcome."""
    if not people:
        return ""
    rules = Q(kind=NoticeKind.RULES, unit__in={case.unit_id for case in people})
    found = PublicNotice.objects.filter(
        Q(application__in=[case.pk for case in people]) | rules,
        round=people[0].round_id,
        replaced_at__isnull=True,
        outcome__in=CLEAN_OUTCOMES,  # one that was posted anew since is not theirs
    )
    days = found.aggregate(first=Min("first_day"), last=Max("last_day"))
    if days["first"] is None:
        return ""
    objected = found.filter(outcome=NoticeOutcome.UNFOUNDED).exists()
    outcome = "有异议的，经核查均不成立" if objected else "无异议"
    return f"自{day_text(days['first'])}至{day_text(days['last'])}，{outcome}。"
