"""From the cells of a sheet to what would be typed into the form; every refusal names its cell."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from accounts.text import clean_line
from applications.staff.columns import Form, normal_words, value_of
from applications.steps.parse import BadValue, normal
from applications.steps.spec import Field, Kind

MOST_PEOPLE = 500
_HEADER_WITHIN = 10  # rows from the top within which the labels stand
_NO_PERSON = ("说明：", "例：", "说明:", "例:")
_SEPARATORS = re.compile(r"[、，,；;/\s]+")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
# [column, kind, text] as the child process tells a cell.
RawCell = tuple[int, str, str]
RawRow = tuple[int, list[RawCell]]


class BadTable(ValueError):
    """A sheet that is no list of staff; the text is the reason for the person."""


@dataclass(slots=True)
class Fault:
    """One bad cell: where it is, the column's label, and what is wrong."""

    row: int
    letters: str
    label: str
    message: str
    name: str = ""  # of the column

    @property
    def cell(self) -> str:
        """The cell's address: `C7`."""
        return f"{self.letters}{self.row}"


@dataclass(slots=True)
class SheetRow:
    """One person of the sheet: the row's number, what was typed by column, the bad cells.

    `shown` is what stands in each cell, also in a bad one.
    """

    number: int
    typed: dict[str, str | list[str]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """The columns that the sheet has, by their number, and its people."""

    columns: dict[int, Field]
    rows: list[SheetRow]

    def letter_of(self, name: str) -> str:
        """The letters of a column of the sheet; "A" for one that it does not have."""
        numbers = [number for number, spec in self.columns.items() if spec.name == name]
        return letters(numbers[0]) if numbers else "A"


def read_table(raw: list[RawRow], form: Form) -> Table:
    """The people of a sheet. Raises BadTable: no row of labels, an unknown or a double column."""
    at, columns = _columns(raw, form)
    rows = []
    for number, cells in raw[at + 1 :]:
        row = _row(number, cells, columns, form)
        if row.shown and not row.shown.get("name", "").startswith(_NO_PERSON):
            rows.append(row)
    if not rows:
        raise BadTable("表里没有人员。请从标题行下面的“例”之后开始，一人一行填写。")
    if len(rows) > MOST_PEOPLE:
        raise BadTable(f"一次最多导入 {MOST_PEOPLE} 人，表里有 {len(rows)} 人，请分几个文件。")
    return Table(columns, rows)


def _columns(raw: list[RawRow], form: Form) -> tuple[int, dict[int, Field]]:
    known = {normal_words(spec.label): spec for spec in form.fields}
    for at, (number, cells) in enumerate(raw[:_HEADER_WITHIN]):
        labels = {column: _label(text) for column, kind, text in cells if kind == "text"}
        if "姓名" in labels.values():
            return at, _matched(number, labels, known)
    raise BadTable("没有找到标题行（要有“姓名”一列）。请使用下载的模板，不要改动标题行。")


def _label(text: str) -> str:
    return normal_words(text).strip("*")


def _matched(number: int, labels: dict[int, str], known: dict[str, Field]) -> dict[int, Field]:
    columns: dict[int, Field] = {}
    for column, label in labels.items():
        cell = f"{letters(column)}{number}"
        spec = known.get(label)
        if spec is None:
            raise BadTable(
                f"{cell}：不认识“{label}”这一列。请使用最新的模板，不要改动标题；多出的列请删去。"
            )
        if spec in columns.values():
            raise BadTable(f"{cell}：“{spec.label}”这一列出现了两次，请删去一列。")
        columns[column] = spec
    return columns


def _row(number: int, cells: list[RawCell], columns: dict[int, Field], form: Form) -> SheetRow:
    row = SheetRow(number)
    for column, kind, text in cells:
        if (spec := columns.get(column)) is None:
            if kind != "formula" and text.strip():
                row.faults.append(
                    Fault(number, letters(column), "没有标题的列", "这一列没有标题，请删去内容。")
                )
            continue
        row.shown[spec.name] = "（公式）" if kind == "formula" else _plain(kind, text)
        try:
            row.typed[spec.name] = _typed(spec, kind, text, form)
        except BadValue as error:
            row.faults.append(Fault(number, letters(column), spec.label, str(error), spec.name))
    return row


def _typed(spec: Field, kind: str, text: str, form: Form) -> str | list[str]:
    """What a person would type or choose for the cell. Raises BadValue."""
    if kind == "formula":
        raise BadValue("这一格是公式，请改成文字或数字（复制后“选择性粘贴”为“值”）。")
    if kind == "error":
        raise BadValue("这一格是错误值，请重新填写。")
    if kind == "date" and spec.kind not in (Kind.DATE, Kind.MONTH, Kind.TEXT):
        raise BadValue("这一格是日期，不是要填的内容，请重新填写。")
    if kind == "bool":
        text = "是" if text in ("1", "true") else "否"
    if kind == "number":
        text = _number(spec, text)
    return _chosen(spec, text, form)


def _plain(kind: str, text: str) -> str:
    if kind != "number":
        return text
    try:
        return format(Decimal(text).normalize(), "f")
    except (InvalidOperation, ValueError):
        return text


def _number(spec: Field, text: str) -> str:
    plain = _plain("number", text)
    if spec.name == "id_number":
        raise BadValue(
            "身份证号被存成了数字，末几位已经丢失。请把这一格设为“文本”格式，再重新填写。"
        )
    if spec.kind is Kind.MONTH and re.fullmatch(r"\d{4}\.1", plain):
        raise BadValue(f"分不清是1月还是10月，请写成 {plain[:4]}-01 或 {plain[:4]}-10。")
    return plain


def _chosen(spec: Field, text: str, form: Form) -> str | list[str]:
    if spec.kind is Kind.MANY:
        words = [word for word in _SEPARATORS.split(text) if word]
        return list(dict.fromkeys(_value(spec, word, form) for word in words))
    if spec.kind in (Kind.CHOICE, Kind.YES_NO):
        return _value(spec, text, form)
    line = clean_line(text)
    digits = _EIGHT_DIGITS.fullmatch(normal(line)) if spec.kind is Kind.DATE else None
    return "-".join(digits.groups()) if digits else line


def _value(spec: Field, word: str, form: Form) -> str:
    options = form.choices_of(spec)
    value = value_of(options, word)
    if value is None:
        words = "、".join(label for _, label in options)
        raise BadValue(f"“{clean_line(word)[:20]}”不在可选的内容里，可以填：{words}。")
    return value


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
