"""附件5 《…评审人员审核花名表》: A3 landscape, one table for all persons, .xlsx and PDF."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person's row; dates print as ``2016.09``; names follow the glossary, order the columns.

    ``number`` is the running number (序号); every other column is text as it is to be printed.
    ID and telephone numbers stay text. Empty text leaves the cell empty.
    """

    number: int
    name: str = ""
    gender: str = ""
    born: str = ""
    id_number: str = ""
    unit: str = ""
    unit_kind: str = ""
    department: str = ""
    work_started: str = ""
    first_level: str = ""
    first_school: str = ""
    first_major: str = ""
    first_study_mode: str = ""
    first_graduated: str = ""
    highest_level: str = ""
    highest_school: str = ""
    highest_major: str = ""
    highest_study_mode: str = ""
    highest_graduated: str = ""
    current_title: str = ""
    obtained: str = ""
    appointed: str = ""
    years_in_title: str = ""
    current_specialty: str = ""
    years_in_specialty: str = ""
    applied_title: str = ""
    applied_specialty: str = ""
    education_route: str = ""
    achievement_items: str = ""
    notice_result: str = ""
    unit_opinion: str = ""
    recommending_opinion: str = ""
    telephone: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class RosterHead:
    """What stands above the table: title line and head line (推荐部门 · 填报人 · 联系电话 · 填报日期)."""

    title: str
    recommending_body: str = ""
    filled_by: str = ""
    telephone: str = ""
    filled_on: str = ""
