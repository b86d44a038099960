"""Computed values as labels and texts, for the steps, the dossier and the officers' pages."""

from applications import derived
from applications.defence import CHECK, STEP
from applications.defence.state import state_text
from applications.steps import choices
from applications.steps.spec import Context
from policy.facts import Facts

Sections = dict[str, list[dict]]


def computed(
    section: str, sections: Sections, facts: Facts, context: Context, person: dict
) -> list[tuple[str, str]]:
    """What the portal computes beside a section, as labels and texts."""
    policy = context.policy
    if section == "person":
        return [("性别", person.get("sex_label", "")), ("出生日期", person.get("birth_date", ""))]
    if section == "education":
        return [("最高学历", _education(derived.highest_education(sections)))]
    if section == "work":
        years = derived.years_in_specialty(facts, policy)
        return [("专业年限", "" if years is None else f"满{years}年")]
    if section == "titles":
        title = derived.present_title(facts, policy)
        return [("任职年限", f"{title.appointed:%Y.%m} 起聘任，满{title.years}年" if title else "")]
    if section == "honours_any":
        return [("诚信记录", _integrity(facts))]
    if section == "assessments":
        counts = derived.assessment_counts(facts)
        text = f"共{counts.total}次，优秀{counts.excellent}次，称职（合格）{counts.competent}次"
        return [("考核次数", text)]
    if section == STEP and sections.get(STEP, [{}])[0].get("way") == "uploaded":
        checks = sections.get(CHECK)
        return [("上传的答辩材料", state_text(checks[0]) if checks else "")]
    return []


def _integrity(facts: Facts) -> str:
    bans = [
        f"{ban.start or '？'} 至 {ban.until or '？'} 取消申报资格" for ban in facts.integrity_bans
    ]
    return "；".join(bans) or "没有不良记录"


def present_post_text(values: dict, facts: Facts, context: Context) -> str:
    """Whether an achievement falls into the present post, in words; "" while unknown."""
    since = derived.term_start(facts, context.policy)
    return {True: "是", False: "否", None: ""}[derived.is_in_present_post(values, since)]


def _education(row: dict) -> str:
    words = dict(choices.EDUCATION_LEVELS)
    parts = (words.get(row.get("level", ""), ""), row.get("school", ""), row.get("major", ""))
    return "，".join(part for part in parts if part)
