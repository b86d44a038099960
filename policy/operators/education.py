"""Education: the highest record that counts, and why the others do not."""

from __future__ import annotations

from ..case import Case
from ..records import EDUCATION_RANK, Education
from ..rules import EducationAtLeast
from ..words import CERTIFICATES, EDUCATION
from .base import Judge, Outcome, Scope, operator


@operator("education")
def _education(rule: EducationAtLeast, scope: Scope) -> Judge:
    counts = scope.policy.education_counts
    certificates = frozenset(rule.certificates or counts.certificates)
    fields = frozenset(rule.fields or counts.fields)
    least = EDUCATION_RANK[rule.level]
    degree = certificates == {"degree"}
    noun = "学位" if degree else "学历"
    need = f"{EDUCATION[rule.level]}{noun}" + ("" if rule.level == "doctorate" else "及以上")
    reached = {
        rank: Outcome(
            True,
            EDUCATION[level] + noun,
            need,
            f"您有{EDUCATION[level]}{noun}，达到{need}",
            scope.year,
            constant=True,
        )
        for level, rank in EDUCATION_RANK.items()
    }

    short: dict[tuple[int, str], Outcome] = {}

    def judge(case: Case) -> Outcome:
        rank, best = case.best_education(certificates, fields)
        if rank >= least:
            return reached[rank]
        why = _why_not(case, certificates, fields, least)
        if (rank, why) in short:
            return short[rank, why]
        if best is not None and best.level is not None:
            have = f"有效{noun}最高为{EDUCATION[best.level]}"
        else:
            have = f"没有可作依据的{noun}"
        outcome = Outcome(False, have, need, f"您{have}，要求{need}{why}", None, (), not why)
        if not why:
            short[rank, why] = outcome
        return outcome

    return judge


def _why_not(case: Case, certificates: frozenset[str], fields: frozenset[str], least: int) -> str:
    """What keeps the records that would reach the level from counting; the nearest one."""
    key = ("why", certificates, fields, least)
    found: str | None = case.cache.get(key)
    if found is None:
        reasons = [
            _reasons(case, record, certificates, fields)
            for record in case.facts.education
            if record.level is None or EDUCATION_RANK[record.level] >= least
        ]
        if not case.facts.education:
            found = "，请填写学历"
        elif reasons:
            nearest = min(reasons, key=lambda each: (len(each), each))
            found = "（" + "、".join(nearest) + "）"
        else:
            found = ""
        case.cache[key] = found
    return found


def _reasons(
    case: Case, record: Education, certificates: frozenset[str], fields: frozenset[str]
) -> list[str]:
    reasons = []
    name = EDUCATION[record.level] if record.level else "学历层次未填写"
    if record.level is None:
        reasons.append("学历层次未填写")
        name = "该学历"
    if certificates.isdisjoint(record.certificates):
        wanted = [CERTIFICATES[each] for each in CERTIFICATES if each in certificates]
        reasons.append(f"{name}没有{'或'.join(wanted)}")
    if record.field is None:
        reasons.append(f"{name}所学专业与从事专业的关系未填写")
    elif record.field not in fields:
        reasons.append(f"{name}所学专业与从事专业不相同、不相近")
    if case.frame.education.recognized and not record.recognized:
        reasons.append(f"{name}未经国家教育行政部门承认")
    if record.awarded is None:
        reasons.append(f"{name}取得日期未填写")
    elif record.awarded > case.as_of:
        reasons.append(f"{name}取得日期 {record.awarded} 晚于申报日 {case.as_of}")
    return reasons
