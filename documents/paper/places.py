"""Every text that a Word file carries, each with the place in Chinese where a person finds it.

The places one knows come first and by name; whatever else stands in any part, as an attribute or
as text, is read too, so that a place nobody thought of is not missed.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from documents.paper.body import Paragraph, body_paragraphs, run_text
from documents.paper.names import a, local, m, w
from documents.paper.package import Package

_STORIES = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "glossary": "文档部件",
}
_KINDS = {
    "styles": "样式",
    "numbering": "编号",
    "settings": "文档设置",
    "people": "审阅者名单",
    "chart": "图表",
    "diagram": "SmartArt 图形",
    "theme": "主题",
    "customXml": "自定义数据",
}
_PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "title": "标题",
    "subject": "主题",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "contentStatus": "状态",
    "Company": "公司",
    "Manager": "经理",
    "Template": "模板",
    "HyperlinkBase": "超链接基础",
}
_REMOVED = ("批注", "文档部件")
_CHANGES = {"ins", "del", "moveFrom", "moveTo"}
_READ_BEFORE = {w("t"), m("t"), a("t"), w("delText"), w("instrText")}
_PARAGRAPHS = (w("p"), a("p"))
_NAMED_SHAPES = {"docPr", "cNvPr"}
_DRAWN = ("图表", "SmartArt 图形")
_PRINTED_ATTRIBUTES = {("textpath", "string"), ("lvlText", "val")}
_SILENT = {"rsidR", "rsidRDefault", "rsidP", "rsidRPr", "rsidTr", "paraId", "textId", "instr"}


@dataclass(frozen=True)
class Text:
    """A text, where it stands, the paragraph's number if it has one, whether mending removes it."""

    place: str
    text: str
    is_mendable: bool
    paragraph: int = 0


def package_texts(package: Package, main: str) -> Iterator[Text]:
    """Yield all texts of all parts but pictures and embedded files."""
    paragraphs = body_paragraphs(package, main)
    for name in sorted(package.members):
        yield Text("文件内部名称", name, True)
        if not package.is_xml(name):
            continue
        if name.endswith(".rels"):
            yield from _relation_texts(package, name)
            continue
        root = package.tree(name)
        if name.startswith("docProps/"):
            yield from _property_texts(root)
            continue
        label = _part_label(package, name, main)
        known = {each.element: each for each in paragraphs} if name == main else {}
        yield from _paragraph_texts(root, label, known)
        yield from _other_texts(root, label)


def _part_label(package: Package, name: str, main: str) -> str:
    if name == main:
        return "正文"
    folder, base = posixpath.split(name)
    for start, label in _STORIES.items():
        if base.startswith(start) or start in folder:
            return label
    for start, label in _KINDS.items():
        if base.startswith(start) or start.lower() in folder.lower():
            return label
    return f"文件内部（{base}）"


def _relation_texts(package: Package, name: str) -> Iterator[Text]:
    for element in package.tree(name):
        target = element.get("Target", "")
        place = "链接地址" if element.get("TargetMode") == "External" else "文件内部名称"
        yield Text(place, unquote(target), True)


def _property_texts(root: Any) -> Iterator[Text]:
    for element in root.iter():
        name = element.get("name") or local(element)
        label = _PROPERTIES.get(name, name)
        yield Text(f"文档属性“{label}”", element.text or "", True)
        for value in element.attrib.values():
            yield Text("文档属性的名称", value, True)


def _paragraph_texts(root: Any, label: str, known: dict[Any, Paragraph]) -> Iterator[Text]:
    """Yield each paragraph's printed text, deleted text and field codes, joined over its runs."""
    for element in root.iter(*_PARAGRAPHS):
        paragraph = known.get(element)
        place, number = label, 0
        if paragraph:
            place, number = paragraph.place, paragraph.number
        elif next(element.iterancestors(w("txbxContent")), None) is not None:
            place = "文本框" if label == "正文" else f"{label}中的文本框"
        visible, deleted, codes = _streams(element)
        yield Text(place, visible, label in _REMOVED, number)
        yield Text(f"{place}中已删除的修订文字", deleted, True, number)
        yield Text(f"{place}的域代码", codes, True, number)


def _streams(paragraph: Any) -> tuple[str, str, str]:
    """Return printed text, deleted text and field codes of a paragraph without its text boxes."""
    visible: list[str] = []
    deleted: list[str] = []
    codes: list[str] = []
    for piece in paragraph.iter(
        w("r"), m("t"), a("t"), w("delText"), w("instrText"), w("fldSimple")
    ):
        is_gone, holder = False, piece.getparent()
        while holder.tag not in _PARAGRAPHS:
            is_gone = is_gone or holder.tag in (w("del"), w("moveFrom"))
            holder = holder.getparent()
        if holder is not paragraph:
            continue
        if piece.tag == w("fldSimple"):
            codes.append(f" {piece.get(w('instr'), '')}")
        elif piece.tag == w("instrText"):
            codes.append(piece.text or "")
        elif piece.tag == w("delText"):
            deleted.append(piece.text or "")
        else:
            text = run_text(piece) if piece.tag == w("r") else piece.text or ""
            (deleted if is_gone else visible).append(text)
    return "".join(visible), "".join(deleted), "".join(codes)


def _other_texts(root: Any, label: str) -> Iterator[Text]:
    """Yield attributes, each value once, and text outside paragraphs."""
    seen: set[tuple[str, str, str]] = set()
    for aside in (*root.itersiblings(preceding=True), *root.itersiblings()):
        yield Text(f"{label}中的注释", aside.text or "", True)
    for element in root.iter():
        name = local(element)
        for key, value in element.attrib.items():
            attribute = key.rsplit("}", 1)[-1]
            if len(value) < 2 or attribute in _SILENT or (name, attribute, value) in seen:
                continue
            seen.add((name, attribute, value))
            place = _attribute_place(name, attribute, label)
            yield Text(place, unquote(value), (name, attribute) not in _PRINTED_ATTRIBUTES)
        if not name:
            yield Text(f"{label}中的注释", element.text or "", True)
        elif element.text and element.tag not in _READ_BEFORE and not element.text.isspace():
            yield Text(label, element.text, label not in _DRAWN)
        if element.tail and not element.tail.isspace():
            yield Text(label, element.tail, True)


def _attribute_place(name: str, attribute: str, label: str) -> str:
    if attribute in ("author", "initials"):
        return "修订的作者" if name in _CHANGES or name.endswith("Change") else f"{label}的作者"
    if attribute in ("descr", "alt") or (attribute == "title" and name in _NAMED_SHAPES):
        return "图片的替代文字"
    if attribute == "name" and name in _NAMED_SHAPES:
        return "图片的名称"
    known = {
        "textpath": "艺术字（水印）",
        "bookmarkStart": "书签",
        "lvlText": "编号文字",
        "docVar": "隐藏变量",
        "alias": "控件名称",
        "tag": "控件名称",
    }
    return f"{label}的{known.get(name, '标记')}"
