"""《专业技术职务任职资格评审表》: A4 portrait, block after block over as many pages as it takes,
.docx and PDF (domain/forms.md)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents.form_sheet import Cell, Frame, Row, Sheet, label, sheets_docx, sheets_pdf
from documents.page import Page

PAGE = Page("A4", margins_mm=(18.0, 15.0, 16.0, 20.0))
DATE_BLANK = "　　　　年　　月　　日"
SIGNED = "负责人签字：　　　　　　　　　　（公章）　　　"
NONE = "无"

_COVER_MM = (50.0, 125.0)
_BASIC_MM = (28.0, 32.0, 24.0, 32.0, 24.0, 35.0)
_TRAINING_MM = (40.0, 70.0, 40.0, 25.0)
_WORK_MM = (40.0, 55.0, 45.0, 35.0)
_WORKS_MM = (34.0, 43.0, 57.0, 41.0)
_WRITINGS_MM = (24.0, 68.0, 51.0, 32.0)
_EXAMS_MM = (32.0, 32.0, 48.0, 23.0, 40.0)
_TEXT_MM = (30.0, 145.0)
_VOTES_MM = (30.0, 27.0, 27.0, 27.0, 27.0, 37.0)


@dataclass(frozen=True, slots=True)
class Basics:
    """基本情况, all as it prints."""

    name: str = ""
    former_name: str = ""
    gender: str = ""
    ethnicity: str = ""
    born: str = ""
    birth_place: str = ""
    work_started: str = ""
    health: str = ""
    id_number: str = ""
    education: str = ""
    degree: str = ""
    school: str = ""
    major: str = ""
    duration: str = ""
    graduated: str = ""
    post: str = ""  # 现任专业技术职务及任职时间
    specialty: str = ""
    title: str = ""  # 任职资格, when and by whom
    administrative_post: str = ""
    societies: str = ""
    foreign_language: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says above a signature; `day` is blank until it was said."""

    text: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """What the form says of one person; each line of a list is a row's cells. What the committee
    writes is left blank for its pens."""

    title: str
    unit: str
    name: str
    current_title: str
    applied_title: str
    filled_on: str
    basics: Basics
    training: tuple[tuple[str, str, str, str], ...] = ()
    work: tuple[tuple[str, str, str, str], ...] = ()
    works_before: tuple[tuple[str, str, str, str], ...] = ()
    works_since: tuple[tuple[str, str, str, str], ...] = ()
    writings: tuple[tuple[str, str, str, str], ...] = ()
    assessments: str = ""
    own_commitment: Statement = Statement()
    unit_commitment: Statement = Statement()
    unit_opinion: Statement = Statement()
    presenting_opinion: Statement = Statement()


def review_forms_docx(forms: Iterable[ReviewForm]) -> bytes:
    """The forms as one .docx, each beginning with its cover."""
    return sheets_docx(_sheets(forms), PAGE)


def review_forms_pdf(forms: Iterable[ReviewForm]) -> bytes:
    """The forms as one PDF, each beginning with its cover."""
    return sheets_pdf(_sheets(forms), PAGE)


def _sheets(forms: Iterable[ReviewForm]) -> Iterator[Sheet]:
    for form in forms:
        yield Sheet(form.title, (), (_cover(form),), top_mm=55.0)
        yield Sheet("", (), tuple(_blocks(form)), keeps_to_page=False)


def _cover(form: ReviewForm) -> Frame:
    lines = (
        ("单　　位", form.unit),
        ("姓　　名", form.name),
        ("现任专业技术职务", form.current_title),
        ("评审任职资格", form.applied_title),
        ("填表时间", form.filled_on),
    )
    rows = tuple(Row((label(name), label(text)), height_mm=18.0) for name, text in lines)
    return Frame(_COVER_MM, rows)


def _blocks(form: ReviewForm) -> Iterator[Frame]:
    yield Frame(_BASIC_MM, (_heading("一、基本情况", 6), *_basics(form.basics)))
    yield _list(
        "二、学习培训经历",
        ("起止时间", "专业或主要内容", "学习地点", "证明人"),
        _TRAINING_MM,
        form.training,
    )
    yield _list(
        "三、工作经历",
        ("起止时间", "单位", "从事何专业技术工作", "职务"),
        _WORK_MM,
        form.work,
    )
    works = (
        "起止时间",
        "专业技术工作名称\n（项目、课题、成果等）",
        "工作内容、本人起何作用",
        "完成情况及效果",
    )
    yield _list("四、任现职前主要专业技术工作业绩登记", works, _WORKS_MM, form.works_before)
    yield _list("五、任现职后主要专业技术工作业绩登记", works, _WORKS_MM, form.works_since)
    yield _list(
        "六、著作、论文及重要技术报告登记",
        ("日期", "名称及内容提要", "出版、登载、获奖或交流情况", "合（独）著、译"),
        _WRITINGS_MM,
        form.writings,
    )
    yield Frame(_EXAMS_MM, tuple(_exams()))
    yield Frame(_TEXT_MM, tuple(_statements(form)))
    yield Frame(_VOTES_MM, tuple(_committee()))


def _heading(text: str, span: int) -> Row:
    return Row((label(text, span),), height_mm=10.0, keeps_with_next=True)


def _basics(about: Basics) -> Iterator[Row]:
    pairs = (
        (("姓名（现名）", about.name), ("曾用名", about.former_name), ("性别", about.gender)),
        (("民族", about.ethnicity), ("出生日期", about.born), ("出生地", about.birth_place)),
        (
            ("参加工作时间", about.work_started),
            ("身体状况", about.health),
            ("最高学历", about.education),
        ),
        (("毕业时间", about.graduated), ("毕业学校", about.school), ("所学专业", about.major)),
    )
    for row in pairs:
        yield Row(tuple(cell for name, text in row for cell in (label(name), Cell(text))))
    schooling = (label("学制"), Cell(about.duration), label("学位"), Cell(about.degree, 3))
    yield Row(schooling)
    yield Row((label("身份证号"), Cell(about.id_number, 5)))
    wide = (
        ("现任专业技术职务及任职时间", about.post),
        ("现从事何种专业技术工作", about.specialty),
        ("专业技术职务任职资格\n（取得时间及审批机关）", about.title),
        ("现（兼）任行政职务及任职时间", about.administrative_post),
        ("参加学术团体、社会兼职", about.societies),
        ("懂何种外语", about.foreign_language),
    )
    for name, text in wide:
        yield Row((label(name, 2), Cell(text or NONE, 4)))


def _list(
    title: str,
    names: Sequence[str],
    widths_mm: tuple[float, ...],
    lines: Sequence[Sequence[str]],
) -> Frame:
    """A block of lines under their names; 无 where the person has none."""
    rows = [Row(tuple(map(Cell, line))) for line in lines]
    if not rows:
        rows = [Row((label(NONE, len(names)),))]
    head = Row(tuple(map(label, names)), keeps_with_next=True)
    return Frame(widths_mm, (_heading(title, len(names)), head, *rows))


def _exams() -> Iterator[Row]:
    yield _heading("七、考试成绩及答辩情况", 5)
    names = ("日期", "种类", "科目", "成绩", "组织单位")
    yield Row(tuple(map(label, names)), keeps_with_next=True)
    for _ in range(2):
        yield Row(tuple(Cell("") for _ in names))
    yield Row((label("答辩情况"), Cell("", 4)), height_mm=30.0)


def _statements(form: ReviewForm) -> Iterator[Row]:
    yield _heading("八、年度及任职期满考核结果", 2)
    yield Row((label("考核结果"), Cell(f"{form.assessments}\n\n{SIGNED}{DATE_BLANK}")), 30.0)
    yield _heading("九、双承诺", 2)
    own, unit = form.own_commitment, form.unit_commitment
    sign = "承诺人签字：　　　　　　　　　　　　　　　　"
    yield Row((label("申报人承诺"), _signed(own, sign)), 32.0)
    yield Row((label("单位承诺"), _signed(unit, SIGNED)), 32.0)
    yield _heading("十、单位推荐意见", 2)
    yield Row((label("基层单位意见"), _signed(form.unit_opinion, SIGNED)), 45.0)
    yield Row((label("呈报单位意见"), _signed(form.presenting_opinion, SIGNED)), 45.0)


def _signed(said: Statement, signature: str) -> Cell:
    return Cell(f"{said.text}\n\n{signature}{said.day or DATE_BLANK}")


def _committee() -> Iterator[Row]:
    """What the committee and the bureau write: blank lines with their names."""
    yield _heading("十一、评审审批意见", 6)
    yield Row((label("评议组意见"), Cell(f"\n\n组长签字：{'　' * 16}{DATE_BLANK}", 5)), 38.0)
    yield Row((label("评审组织意见", 6),), keeps_with_next=True)
    names = ("总人数", "参加人数", "赞成人数", "反对人数")
    yield Row((*map(label, names), label("备注", 2)), keeps_with_next=True)
    yield Row((*(Cell("") for _ in names), Cell("", 2)), keeps_with_next=True)
    chair = f"\n\n主任签字：　　　　　　　　　　　　　（公章）　　　{DATE_BLANK}"
    yield Row((Cell(chair, 6),), 24.0)
    bureau = f"\n\n{'　' * 16}（公章）　　　{DATE_BLANK}"
    yield Row((label("人社部门\n审批意见"), Cell(bureau, 5)), 38.0)
