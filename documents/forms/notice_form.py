"""附件2 《申报初（中）级职称评审公示情况表》: one A4 sheet a person, .docx and PDF (domain/forms.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.form_sheet import Cell, Frame, Row, Sheet, label, sheets_docx, sheets_pdf
from documents.page import Page

PAGE = Page("A4", margins_mm=(15.0, 12.0, 12.0, 12.0))
NOTES = (
    "注：1. 公示期不少于 5 个工作日；2. 公示结束无异议后方可出具鉴定意见；"
    "3. 本表原件装订于卷宗首页。",
)
_PERSON_MM = (24.0, 38.0, 32.0, 34.0, 22.0, 36.0)
_NOTICES_MM = (10.0, 26.0, 33.0, 12.0, 27.0, 27.0, 33.0, 18.0)
_WITH_OBJECTIONS_MM = (8.0, 20.0, 30.0, 10.0, 20.0, 26.0, 57.0, 15.0)
_LONG = 40
_FOOT_MM = (30.0, 156.0)
_YES, _NO = "☑", "□"


@dataclass(frozen=True, slots=True)
class PostedNotice:
    """One of the three; blank what is not posted yet."""

    label: str
    days: str = ""
    working_days: str = ""
    place: str = ""
    telephone: str = ""
    objections: str = ""
    handler: str = ""


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """What the form says of one person. The ID number is masked; `is_clean` is None while a
    notice has no outcome."""

    title: str
    unit: str
    filled_on: str
    name: str
    gender: str
    born: str
    id_number: str
    current_title: str
    obtained: str
    appointed: str
    current_specialty: str
    applied_title: str
    applied_specialty: str
    notices: tuple[PostedNotice, ...]
    is_clean: bool | None = None
    staff_representatives: str = ""
    supervisor: str = ""
    opinion: str = ""
    opinion_date: str = ""


def notice_forms_docx(forms: Iterable[NoticeForm]) -> bytes:
    """The forms as one .docx, a sheet a person."""
    return sheets_docx(map(_sheet, forms), PAGE)


def notice_forms_pdf(forms: Iterable[NoticeForm]) -> bytes:
    """The forms as one PDF, a sheet a person."""
    return sheets_pdf(map(_sheet, forms), PAGE)


def _sheet(form: NoticeForm) -> Sheet:
    return Sheet(
        title=form.title,
        head=(f"工作单位（公章）：{form.unit}", f"填表日期：{form.filled_on}"),
        frames=(
            Frame(_PERSON_MM, tuple(_person(form))),
            Frame(_widths(form), tuple(_notices(form))),
            Frame(_FOOT_MM, tuple(_foot(form))),
        ),
        notes=NOTES,
    )


def _widths(form: NoticeForm) -> tuple[float, ...]:
    """The notices' columns in mm; what was found of objections gets the room that it needs."""
    is_long = any(len(each.objections) > _LONG for each in form.notices)
    return _WITH_OBJECTIONS_MM if is_long else _NOTICES_MM


def _person(form: NoticeForm) -> Iterator[Row]:
    pairs = (
        (("姓名", form.name), ("性别", form.gender), ("出生年月", form.born)),
        (
            ("身份证号", form.id_number),
            ("现任专业\n技术资格", form.current_title),
            ("取得时间", form.obtained),
        ),
        (
            ("聘任时间", form.appointed),
            ("从事专业", form.current_specialty),
            ("申报资格\n名称", form.applied_title),
        ),
    )
    for row in pairs:
        yield Row(tuple(cell for name, text in row for cell in (label(name), Cell(text))))
    yield Row((label("申报专业"), Cell(form.applied_specialty, 5)))


def _notices(form: NoticeForm) -> Iterator[Row]:
    names = (
        "序次",
        "公示内容",
        "起止日期",
        "工作\n日数",
        "公示地点\n或网址",
        "受理异议\n电话",
        "异议及处理",
        "经办人\n签字",
    )
    yield Row(tuple(map(label, names)))
    for number, each in enumerate(form.notices, start=1):
        yield Row(
            (
                label(str(number)),
                label(each.label),
                label(each.days),
                label(each.working_days),
                Cell(each.place),
                label(each.telephone),
                Cell(each.objections),
                label(each.handler),
            ),
            height_mm=28.0,
        )


def _foot(form: NoticeForm) -> Iterator[Row]:
    without = _YES if form.is_clean is True else _NO
    with_one = _YES if form.is_clean is False else _NO
    result = f"{without} 无异议　　　{with_one} 有异议（附调查核实材料）"
    yield Row((label("公示结果"), Cell(result)), height_mm=11.0)
    names = form.staff_representatives
    yield Row((label("职工代表\n（2 人）签字"), Cell(f"{names}　")), height_mm=16.0)
    yield Row((label("监督人员签字"), Cell(form.supervisor)), height_mm=16.0)
    date = form.opinion_date or "　　　　年　　月　　日"
    opinion = f"{form.opinion}\n\n负责人签字：　　　　　　　　　　（公章）　　　{date}"
    yield Row((label("单位意见"), Cell(opinion)), height_mm=52.0)
