"""The assessments of the present term, and those of the years before the round."""

from __future__ import annotations

from datetime import date

from ..calendar import days_within
from ..case import Case
from ..rules import TermAssessments
from ..words import RESULTS
from .base import Judge, Outcome, Scope, operator, show


@operator("term_assessments")
def _term_assessments(rule: TermAssessments, scope: Scope) -> Judge:
    good = frozenset(rule.good)
    need = (
        f"任期内考核结果均为{'、'.join(RESULTS[each] for each in rule.good)}，"
        f"前 {rule.years_before} 年中全年在岗的每年都有考核结果"
    )

    def judge(case: Case) -> Outcome:
        bad = _bad_results(case, good)
        missing = _missing_years(case, rule)
        have = _given(case)
        if not bad and not missing:
            return Outcome(True, have, need, f"您{have}，符合要求", case.frame.year)
        reasons = []
        if bad:
            reasons.append(f"{'、'.join(bad)}，不符合任期内考核均为称职或合格以上的要求")
        if missing:
            years = "、".join(str(year) for year in missing)
            reasons.append(f"缺 {years} 年度考核结果，请补充考核登记表")
        return Outcome(False, have, need, "；".join(reasons), None)

    return judge


def _given(case: Case) -> str:
    given = sorted(
        {
            f"{show(each.year)} 年{RESULTS[each.result]}"
            for each in case.facts.assessments
            if each.year is not None and each.result is not None
        }
    )
    return "年度考核：" + "、".join(given) if given else "没有年度考核记录"


def _bad_results(case: Case, good: frozenset[str]) -> list[str]:
    """What in the term is not good. A year or result left out cannot be shown to be good."""
    start = case.term_start()
    first = start.year if start is not None else 0
    bad = set()
    for each in case.facts.assessments:
        if each.result in good or (each.year is not None and each.year < first):
            continue
        year = f"{show(each.year)} 年度" if each.year is not None else "年份未填写的"
        result = f"考核结果为{RESULTS[each.result]}" if each.result else "考核结果未填写"
        bad.add((each.year or 0, year + result))
    listed = [text for _, text in sorted(bad)]
    term = case.facts.term_assessment
    if term is not None and term not in good:
        listed.append(f"任职期满考核结果为{RESULTS[term]}")
    return listed


def _missing_years(case: Case, rule: TermAssessments) -> list[int]:
    """Years worked through, of those before the round's, for which no result is given."""
    periods = case.work(in_specialty=False, grassroots=False)
    given = {each.year for each in case.facts.assessments if each.result is not None}
    missing = []
    for year in range(case.frame.year - rule.years_before, case.frame.year):
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        uncovered = last - first + 1 - days_within(periods, first, last)
        if uncovered <= rule.forgiven_days and year not in given:
            missing.append(year)
    return missing
