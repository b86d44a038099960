"""附件5 《…评审人员审核花名表》: A3 landscape, one table for all persons, .xlsx and PDF."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from io import BytesIO
from operator import attrgetter
from typing import IO

from documents.page import Page
from documents.table_pdf import tables_pdf
from documents.xlsx import Column, Table, write_tables


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
    """The title line, and what the head line below it tells of who filled in the table."""

    title: str
    recommending_body: str = ""
    filled_by: str = ""
    telephone: str = ""
    filled_on: str = ""


PAGE = Page("A3", landscape=True, margins_mm=(10.0, 6.0, 12.0, 6.0))
"""The rows' type is 7 pt: an ID number of 18 digits stands in one line."""

_EDUCATION = (
    ("学历", 11.2),
    ("毕业院校", 16.0),
    ("所学专业", 14.0),
    ("学习形式", 10.5),
    ("毕业时间", 10.5),
)
COLUMNS: tuple[Column, ...] = (
    Column("序号", 8.4),
    Column("姓名", 12.0),
    Column("性别", 5.6),
    Column("出生年月", 10.5),
    Column("身份证号", 26.6),
    Column("工作单位", 23.0),
    Column("单位性质", 11.2),
    Column("主管部门", 16.0),
    Column("参加工作时间", 10.5),
    *(Column(label, width, "第一学历") for label, width in _EDUCATION),
    *(Column(label, width, "最高学历") for label, width in _EDUCATION),
    Column("名称", 12.0, "现任专业技术资格"),
    Column("取得时间", 10.5, "现任专业技术资格"),
    Column("聘任时间", 10.5),
    Column("任职年限", 7.0),
    Column("从事专业", 13.0),
    Column("专业年限", 7.0),
    Column("申报资格", 10.5),
    Column("申报专业", 13.0),
    Column("符合学历年限条件", 13.0),
    Column("符合业绩条件", 11.2),
    Column("公示结果", 10.5),
    Column("单位", 7.5, "审核意见"),
    Column("推荐部门", 7.5, "审核意见"),
    Column("联系电话", 16.7),
    Column("备注", 9.5),
)
NOTES = (
    "注：1. 本表由推荐部门统一填报并加盖公章；",
    "　　2. 工作单位名称须与公章一致；",
    "　　3. 身份证号为 18 位，末位 X 大写；",
    "　　4. 学历按第一学历、最高学历分别填写，须与查验结果一致；",
    "　　5. 时间填写格式：如 2016 年 9 月填写为 2016.09；",
    "　　6. 电子版与纸质版内容须一致，不得改变表格格式。",
)


def roster_xlsx(head: RosterHead, rows: Iterable[RosterRow]) -> bytes:
    """Return the roster as the bytes of an .xlsx file; rows are read once, in the order given."""
    file = BytesIO()
    write_roster_xlsx(file, head, rows)
    return file.getvalue()


def write_roster_xlsx(file: str | IO[bytes], head: RosterHead, rows: Iterable[RosterRow]) -> None:
    """Write the roster as .xlsx to ``file`` (a path or an open binary file)."""
    write_tables(file, [(_table(head), map(_values, rows))])


def roster_pdf(head: RosterHead, rows: Iterable[RosterRow]) -> bytes:
    """Return the roster as PDF, A3 landscape, for printing and stamping."""
    return tables_pdf([(_table(head), map(_values, rows))])


_values = attrgetter(*(item.name for item in fields(RosterRow)))


def _table(head: RosterHead) -> Table:
    line = (
        f"推荐部门（盖章）：{head.recommending_body}",
        f"填报人：{head.filled_by}",
        f"联系电话：{head.telephone}",
        f"填报日期：{head.filled_on or '　　　　年　　月　　日'}",
    )
    signature = ("", "审核人签字：", "", "　　　　年　　月　　日")
    return Table(
        head.title,
        COLUMNS,
        head=line,
        foot=(("",), signature, *((note,) for note in NOTES)),
        page=PAGE,
        name="审核花名表",
        title_pt=18,
        body_pt=7,
        header_pt=6.5,
        header_mm=(6.35, 10.05),
        foot_mm=5.3,
    )
