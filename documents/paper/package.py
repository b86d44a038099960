"""An office file's parts, read without trust: the zip's directory first, no DTD, no surprises."""

import posixpath
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from lxml import etree

from documents.paper.model import BadPaper
from documents.zipped import CONTENT_TYPES, fixed_zip

MOST_BYTES = 200 * 1024 * 1024
MOST_MEMBERS = 2000
MOST_RATIO = 100
"""Unpacked to packed size, of the whole file and of any member; what unpacks to 4 MiB or less does no harm (UP-04)."""
MOST_XML_BYTES = 48 * 1024 * 1024
"""Text and markup alone; a tree takes about eight times as much memory."""
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_SMALL = 4 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNREADABLE = "文件已损坏或不完整，无法读取，请重新保存后再上传。"
_NOT_WORD = "文件不是普通的 Word 文档（.docx），请另存为“Word 文档(*.docx)”后再上传。"
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Relation:
    """A part's tie to another part, or to an address outside."""

    id: str
    kind: str
    target: str
    is_external: bool

    @property
    def short_kind(self) -> str:
        """The last word of the relation's type: image, footer, hyperlink …"""
        return self.kind.rsplit("/", 1)[-1]


@dataclass
class Package:
    """Members by name (without a leading slash), parsed parts, content types."""

    members: dict[str, bytes]
    types: dict[str, str] = field(default_factory=dict)
    type_defaults: dict[str, str] = field(default_factory=dict)
    _trees: dict[str, Any] = field(default_factory=dict)
    _parsed: int = 0

    def tree(self, name: str) -> Any:
        """Return the root of an XML part; the same one each time, to be changed in place."""
        if name not in self._trees:
            self._parsed += len(self.members[name])
            if self._parsed > MOST_XML_BYTES:
                raise BadPaper("文件内容过大，已拒收。")
            self._trees[name] = parse_xml(self.members[name])
        return self._trees[name]

    def is_xml(self, name: str) -> bool:
        """Whether a member holds XML by its name or its declared type."""
        kind = self.type_of(name)
        return name.endswith((".xml", ".rels", ".vml")) or kind.endswith(("+xml", "/xml"))

    def type_of(self, name: str) -> str:
        """Return a member's content type, empty when none is declared."""
        ending = name.rsplit(".", 1)[-1].lower()
        return self.types.get(name) or self.type_defaults.get(ending, "")

    def relations(self, name: str) -> list[Relation]:
        """Return a part's relations; of the package itself for the empty name."""
        folder, base = posixpath.split(name)
        holder = relations_name(name)
        if holder not in self.members:
            return []
        found = []
        for element in self.tree(holder).iter(f"{{{RELATIONS}}}Relationship"):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = _resolved(folder, target)
            found.append(Relation(element.get("Id", ""), element.get("Type", ""), target, external))
        return found

    def related(self, name: str, short_kind: str) -> list[str]:
        """Return the parts that a part is tied to by one kind of relation, if they exist."""
        return [
            relation.target
            for relation in self.relations(name)
            if relation.short_kind == short_kind
            and not relation.is_external
            and relation.target in self.members
        ]

    @property
    def main(self) -> str:
        """Name of the main part. Raises BadPaper when this is no Word document."""
        targets = self.related("", "officeDocument")
        if not targets or self.type_of(targets[0]) != DOCUMENT_TYPE:
            raise BadPaper(_NOT_WORD)
        if self.tree(targets[0]).tag != f"{{{WORD}}}document":
            raise BadPaper(_NOT_WORD)
        return targets[0]


def refusing_badly_made_files(
    function: Callable[_Arguments, _Result],
) -> Callable[_Arguments, _Result]:
    """Turn whatever a hostile or damaged file sets off into BadPaper (UP-06).

    The parsers beneath raise a dozen classes, and new ones with each version.
    """

    @wraps(function)
    def guarded(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        try:
            return function(*args, **kwargs)
        except BadPaper:
            raise
        except Exception as error:
            raise BadPaper(_UNREADABLE) from error

    return guarded


def open_package(data: bytes) -> Package:
    """Return the parts of an office file after looking at its directory. Raises BadPaper."""
    if not data:
        raise BadPaper("文件是空的，请重新选择。")
    if data.startswith(_OLE):
        raise BadPaper("文件已加密，或是旧版 .doc 格式，请取消密码并另存为 .docx 后再上传。")
    _check_count(_told_count(data))
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_directory(archive, len(data))
            members = {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if not info.is_dir()
            }
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        if isinstance(error, BadPaper):
            raise
        raise BadPaper(_UNREADABLE) from error
    return _package(members)


def parse_xml(data: bytes) -> Any:
    """Return the root element; documents with a DTD are refused outright (UP-07)."""
    bare = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise BadPaper("文件含有不允许的文档类型声明（DTD），已拒收。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise BadPaper("文件含有不允许的文档类型声明（DTD），已拒收。")
    return root


def xml_bytes(root: Any) -> bytes:
    """Return a part's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relations_name(name: str) -> str:
    """Return the name of the member that holds a part's relations."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def write_package(package: Package, names: set[str]) -> bytes:
    """Return an office file of the named parts, with their content types; same parts, same bytes.

    Relations must already lie among ``names``.
    """
    root = etree.Element(f"{{{TYPES}}}Types", nsmap={None: TYPES})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml"}
    for ending, kind in sorted((package.type_defaults | defaults).items()):
        etree.SubElement(root, f"{{{TYPES}}}Default", Extension=ending, ContentType=kind)
    for name in sorted(names):
        if name in package.types:
            kind = package.types[name]
            etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/{name}", ContentType=kind)
    members = {
        name: xml_bytes(package._trees[name]) if name in package._trees else package.members[name]
        for name in names
    }
    return fixed_zip(members | {CONTENT_TYPES: xml_bytes(root)})


def _told_count(data: bytes) -> int:
    """Return how many members the zip's end says it has, before its directory is read."""
    end = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[end + 10 : end + 12], "little") if end >= 0 else 0


def _check_count(count: int) -> None:
    if count > MOST_MEMBERS:
        raise BadPaper(f"文件内部成员过多（超过 {MOST_MEMBERS} 个），已拒收。")


def _check_directory(archive: ZipFile, packed: int) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    total = sum(info.file_size for info in infos)
    _check_count(len(infos))
    if total > MOST_BYTES or total > max(_SMALL, MOST_RATIO * packed):
        raise BadPaper("文件解压后过大，已拒收。")
    for info in infos:
        if info.flag_bits & 0x1:
            raise BadPaper("文件已加密，请取消密码后再上传。")
        if info.file_size > max(_SMALL, MOST_RATIO * info.compress_size):
            raise BadPaper("文件解压后过大，已拒收。")
        if ".." in info.filename.split("/") or info.filename.startswith(("/", "\\")):
            raise BadPaper("文件内部结构不合规，已拒收。")
    if len({name.lower() for name in names}) != len(names):
        raise BadPaper("文件内部结构不合规，已拒收。")


def _package(members: dict[str, bytes]) -> Package:
    if CONTENT_TYPES not in members:
        raise BadPaper(_NOT_WORD)
    package = Package(members)
    for element in package.tree(CONTENT_TYPES):
        kind = element.get("ContentType", "")
        if element.tag == f"{{{TYPES}}}Override":
            package.types[element.get("PartName", "").lstrip("/")] = kind
        elif element.tag == f"{{{TYPES}}}Default":
            package.type_defaults[element.get("Extension", "").lower()] = kind
    return package


def _resolved(folder: str, target: str) -> str:
    target = unquote(target.split("#")[0])
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
