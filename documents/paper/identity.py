"""Look through a Word file for what names a person, and for what is not meant to be read."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from documents.paper.matching import Matcher
from documents.paper.model import BadPaper, FindingKind, Identity, PaperFinding
from documents.paper.names import local, w, words
from documents.paper.package import Package, open_package
from documents.paper.places import package_texts
from documents.paper.styles import Styles
from documents.pictures import BadPicture, bytes_beside_pixels, metadata_texts

PICTURE_ENDINGS = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff")
VECTOR_ENDINGS = ("emf", "wmf", "svg", "wdp", "eps", "pict")
CHANGE_MARKS = frozenset(
    words(
        "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange "
        "tblGridChange tblPrExChange numberingChange cellIns cellDel cellMerge"
    )
)
_EMBEDDED = ("embeddings/", "activeX/", "vbaProject", "afchunk", "altChunk")
_OFFICE_ENDINGS = ("docx", "xlsx", "pptx", "docm", "xlsm", "zip")


def check_identity(package: Package, main: str, identity: Identity) -> Iterator[PaperFinding]:
    """Yield each place in which the file names the person or the unit; every hit once."""
    matcher = Matcher(identity)
    seen: set[tuple[str, str, str]] = set()
    for finding in chain(_check_texts(package, main, matcher), _check_files(package, matcher)):
        key = (finding.place, finding.have, finding.excerpt)
        if key not in seen:
            seen.add(key)
            yield finding


def hits_as_findings(
    matcher: Matcher, place: str, text: str | bytes, *, is_mendable: bool, paragraph: int = 0
) -> Iterator[PaperFinding]:
    """Yield a finding for each hit in a text, or in bytes of no known form."""
    hits = matcher.hits(text) if isinstance(text, str) else matcher.hits_in_bytes(text)
    for hit in hits:
        told = "请本人删除" if hit.is_certain else "请核对"
        remedy = "" if is_mendable else f"，{told}"
        doubt = "" if hit.is_certain else "（疑似）"
        yield PaperFinding(
            FindingKind.IDENTITY,
            place,
            f"{place}出现{hit.label}{doubt}：“{hit.excerpt}”{remedy}。",
            have=hit.label,
            need="不得出现单位和姓名",
            paragraphs=(paragraph,) if paragraph else (),
            excerpt=hit.excerpt,
            is_mendable=is_mendable,
            is_certain=hit.is_certain,
        )


def check_traces(package: Package, main: str) -> Iterator[PaperFinding]:
    """Yield what a reader does not see but a file may tell: comments, changes, hidden text…"""
    parts = [name for name in package.members if package.is_xml(name)]
    if any(True for _ in _of_kind(package, parts, {"comment"}, "comments")):
        yield _trace("批注", "文件中有批注，须删除。")
    stories = [name for name in parts if name == main or name.startswith("word/")]
    marks = set(CHANGE_MARKS)
    if any(True for name in stories for each in package.tree(name).iter() if local(each) in marks):
        yield _trace("修订", "文件中有未接受的修订记录，须接受或拒绝全部修订。")
    styles = Styles(package, main)
    for paragraph in package.tree(main).iter(w("p")):
        runs = (run for run in paragraph.iter(w("r")) if next(run.iter(w("t")), None) is not None)
        if any(styles.is_hidden(run, paragraph) for run in runs):
            yield _trace("隐藏文字", "文件中有隐藏文字，须删除。")
            break
    if any(mark in name for name in package.members for mark in _EMBEDDED):
        yield _trace("嵌入文件", "文件中嵌有其他文件或控件，须删除或改为图片。")
    linked = [each for each in package.relations(main) if each.is_external]
    if any(each.short_kind == "image" for each in linked):
        yield _trace("链接的图片", "有图片只是链接而不在文件中，须重新插入。", is_mendable=False)


def _check_texts(package: Package, main: str, matcher: Matcher) -> Iterator[PaperFinding]:
    for text in package_texts(package, main):
        yield from hits_as_findings(
            matcher, text.place, text.text, is_mendable=text.is_mendable, paragraph=text.paragraph
        )


def _check_files(package: Package, matcher: Matcher) -> Iterator[PaperFinding]:
    """Look into pictures and embedded files."""
    number = 0
    for name in sorted(package.members):
        data, ending = package.members[name], name.rsplit(".", 1)[-1].lower()
        if package.is_xml(name):
            continue
        if ending in PICTURE_ENDINGS:
            number += 1
            yield from _check_picture(f"第{number}张图片的元数据", data, matcher)
        elif ending in _OFFICE_ENDINGS:
            yield from _check_embedded(data, matcher)
        else:
            if ending in VECTOR_ENDINGS:
                yield _trace(
                    f"图片（{ending.upper()}）",
                    f"有 {ending.upper()} 格式的图片，无法清除其中的信息，请换成 PNG 或 JPEG。",
                    FindingKind.PICTURE,
                    is_mendable=False,
                )
            is_mendable = ending not in VECTOR_ENDINGS
            yield from hits_as_findings(matcher, "嵌入文件", data, is_mendable=is_mendable)


def _check_picture(place: str, data: bytes, matcher: Matcher) -> Iterator[PaperFinding]:
    seen = set()
    try:
        texts: Iterator[str | bytes] = chain(metadata_texts(data), (bytes_beside_pixels(data),))
        for text in texts:
            for finding in hits_as_findings(matcher, place, text, is_mendable=True):
                if finding.have not in seen:
                    seen.add(finding.have)
                    yield finding
    except BadPicture as error:
        yield _trace(place, f"{place}无法检查：{error}", FindingKind.PICTURE, is_mendable=False)


def _check_embedded(data: bytes, matcher: Matcher) -> Iterator[PaperFinding]:
    """Look into an embedded office file, one level deep; a broken one is only a trace."""
    try:
        inner = open_package(data)
        texts = [
            "".join(inner.tree(name).itertext()) for name in inner.members if inner.is_xml(name)
        ]
    except (BadPaper, ValueError):
        return
    for text in texts:
        yield from hits_as_findings(matcher, "嵌入文件", text, is_mendable=True)


def _of_kind(package: Package, parts: list[str], tags: set[str], word: str) -> Iterator[Any]:
    for name in parts:
        if word in name:
            yield from (each for each in package.tree(name).iter() if local(each) in tags)


def _trace(
    place: str,
    message: str,
    kind: FindingKind = FindingKind.TRACE,
    *,
    is_mendable: bool = True,
) -> PaperFinding:
    return PaperFinding(kind, place, message, have=place, is_mendable=is_mendable)
