"""What stands above every form: its name with the city, series and grades of the policy."""

import re

from policy.schema import Policy

_GRADES = {"junior": "初", "intermediate": "中", "senior": "高"}
_REVIEW_FORM = re.compile("《([^《》]*专业技术职务任职资格评审表)》")
_SERIES = re.compile(r"(?:\d{4}\s*年度?)?\s*(?:关于)?(?P<series>[^，。《》]*?系列)")


def form_title(policy: Policy, form: str) -> str:
    """The whole title line, such as 太原市工程系列初（中）级职称综合考评表."""
    return f"{_series(policy)}{_grades(policy)}职称{form}"


def notice_form_title(policy: Policy) -> str:
    """附件2's own name, which has neither city nor series: 申报初（中）级职称评审公示情况表."""
    return f"申报{_grades(policy)}职称评审公示情况表"


def review_form_title(policy: Policy) -> str:
    """评审表's name as the policy writes it in full, such as 山西省专业技术职务任职资格评审表."""
    texts = " ".join(clause.text for clause in policy.clauses)
    found = _REVIEW_FORM.search(texts)
    return found[1] if found else "专业技术职务任职资格评审表"


def _series(policy: Policy) -> str:
    """City and series as the policy's own title names them."""
    found = _SERIES.match(policy.title.strip())
    return found["series"] if found else ""


def _grades(policy: Policy) -> str:
    held = {level.grade for level in policy.levels}
    first, *others = [word for grade, word in _GRADES.items() if grade in held]
    return f"{first}（{'、'.join(others)}）级" if others else f"{first}级"
