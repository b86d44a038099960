"""Checks between the fields of one section: parsed values in, messages by field out."""

import unicodedata

from django.core.exceptions import ValidationError

from accounts.text import clean_line, clean_person_name
from applications.steps.parse import comparable


def check_person(values: dict, context) -> dict[str, str]:
    """A name of letters or Han with nothing invisible in it: lists and papers sort and print it."""
    found = {}
    for field in ("name", "former_name"):
        name = values.get(field)
        if not name:
            continue
        if clean_line(name) != unicodedata.normalize("NFC", name):
            found[field] = "含有看不见的字符或多余的空格，请删掉后重新输入。"
            continue
        try:
            clean_person_name(name)
        except ValidationError as error:
            found[field] = error.message
    return found


def check_period(values: dict, context) -> dict[str, str]:
    """An end must not lie before its start."""
    start, end = values.get("from"), values.get("to")
    if start and end and _before(end, start):
        return {"to": "结束时间早于开始时间，请核对。"}
    return {}


def check_paper(values: dict, context) -> dict[str, str]:
    found = check_period(values, context)
    if values.get("author_rank") == 0:
        found["author_rank"] = "排名从1算起，独著填1。"
    if values.get("authorship") == "sole" and (values.get("author_rank") or 1) != 1:
        found["author_rank"] = "独著的排名应为1。"
    return found


def check_education(values: dict, context) -> dict[str, str]:
    """Graduation after entering; a degree not before entering."""
    found = {}
    entered = values.get("entered")
    for name, word in (("graduated", "毕业时间"), ("degree_awarded", "学位授予时间")):
        if entered and values.get(name) and _before(values[name], entered):
            found[name] = f"{word}早于入学时间，请核对。"
    return found


def check_title(values: dict, context) -> dict[str, str]:
    """Nobody is appointed to a title before it was obtained."""
    obtained, appointed = values.get("obtained"), values.get("appointed")
    if obtained and appointed and _before(appointed, obtained):
        return {"appointed": "聘任时间早于取得时间，请核对。"}
    return {}


def check_hours(values: dict, context) -> dict[str, str]:
    hours, public = values.get("hours"), values.get("public_hours")
    if hours is not None and hours > 8784:
        return {"hours": "一年没有这么多学时，请核对。"}
    if hours is not None and public is not None and public > hours:
        return {"public_hours": "公需学时包含在总学时内，不能超过总学时。"}
    return {}


def check_sanction(values: dict, context) -> dict[str, str]:
    start, end = values.get("from"), values.get("until")
    if start and end and end < start:
        return {"until": "解除日早于起始日，请核对。"}
    return {}


def check_application(values: dict, context) -> dict[str, str]:
    if values.get("failed_last_defence") and values.get("new_materials") is None:
        return {"new_materials": "上年度答辩未通过者须说明有无新的业绩材料。"}
    return {}


def _before(end: str, start: str) -> bool:
    # A month is compared with a month: 2016.09 is not before 2016-09-20.
    length = min(len(end), len(start))
    return comparable(end)[:length] < comparable(start)[:length]
