"""What a paper must look like, whom it must not name, and what was found in one."""

from dataclasses import dataclass
from enum import StrEnum


class BadPaper(ValueError):
    """A file that cannot be taken at all; its message is a Chinese sentence for the uploader."""


@dataclass(frozen=True)
class Letters:
    """The font a text must have and its size in pt.

    ``label`` is what people call it, ``also`` are other names that programs give the same font.
    """

    font: str
    size_pt: float
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperFormat:
    """A prescribed format: sizes in pt, margins and paper in mm, lines exactly ``line_pt`` apart.

    The cover's letters hold for the lines before the body, if a paper begins with 题目.
    ``clause`` is the policy's clause that findings cite.
    """

    title: Letters
    text: Letters
    cover_title: Letters
    cover_text: Letters
    margins_mm: tuple[float, float, float, float]
    line_pt: float
    paper: str
    paper_mm: tuple[float, float]
    page_number_bottom_centre: bool
    clause: str


_HEI = ("SimHei", "黑体-简")
_FANG = ("FangSong", "仿宋_GB2312", "FangSong_GB2312", "仿宋_GB18030")
_SONG = ("SimSun", "NSimSun", "新宋体")
REPORT_12 = PaperFormat(
    title=Letters("黑体", 18, "小二号黑体", _HEI),
    text=Letters("仿宋", 16, "三号仿宋", _FANG),
    cover_title=Letters("黑体", 22, "二号黑体", _HEI),
    cover_text=Letters("宋体", 16, "三号宋体", _SONG),
    margins_mm=(25.0, 25.0, 25.0, 25.0),
    line_pt=30.0,
    paper="A4",
    paper_mm=(210.0, 297.0),
    page_number_bottom_centre=True,
    clause="报-12",
)
"""报-12 of the policy of 2020: 标题用小二号黑体，内容用三号仿宋，页边距上下左右均为 2.5cm，全文行间距
统一为 30 磅，页码底端居中，纸型为 A4; the cover's letters are those that 附件 4 notes."""


@dataclass(frozen=True)
class Identity:
    """What an anonymous paper must not say: the person's name, numbers, the unit's names.

    ``units`` are full and short names alike, of the unit and of those above it.
    """

    name: str = ""
    units: tuple[str, ...] = ()
    id_number: str = ""
    phone: str = ""


class FindingKind(StrEnum):
    """What a finding is about."""

    FONT = "font"
    SIZE = "size"
    MARGIN = "margin"
    SPACING = "spacing"
    PAPER = "paper"
    PAGE_NUMBER = "page_number"
    PICTURE = "picture"
    TRACE = "trace"
    IDENTITY = "identity"


KIND_LABELS = {
    FindingKind.FONT: "字体",
    FindingKind.SIZE: "字号",
    FindingKind.MARGIN: "页边距",
    FindingKind.SPACING: "行间距",
    FindingKind.PAPER: "纸型",
    FindingKind.PAGE_NUMBER: "页码",
    FindingKind.PICTURE: "图片",
    FindingKind.TRACE: "隐藏信息",
    FindingKind.IDENTITY: "身份信息",
}


@dataclass(frozen=True)
class PaperFinding:
    """One thing found: ``message`` is the whole Chinese sentence, the rest its parts.

    ``paragraphs`` are the numbers of the paragraphs concerned, counted without empty ones from 1;
    empty for what belongs to no paragraph. ``excerpt`` shows the text around a hit.
    ``is_mendable`` tells that the mended file is free of it, otherwise a person must change it.
    ``is_certain`` is False for pinyin and a unit's shortened name, which may be ordinary words: a person must look.
    """

    kind: FindingKind
    place: str
    message: str
    have: str = ""
    need: str = ""
    paragraphs: tuple[int, ...] = ()
    excerpt: str = ""
    is_mendable: bool = True
    is_certain: bool = True


MOST_FINDINGS = 300
"""More are not listed: a paper with so many is set anew, not mended line by line."""
