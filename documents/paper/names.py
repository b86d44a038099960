"""Names of elements and attributes in the markup of Word documents, in lxml's notation."""

from documents.paper.package import WORD

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
MAIN_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
OFFICE = "urn:schemas-microsoft-com:office:office"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VML = "urn:schemas-microsoft-com:vml"


def w(name: str) -> str:
    """Return a name of WordprocessingML."""
    return f"{{{WORD}}}{name}"


def wp(name: str) -> str:
    """Return a name of a drawing's place in the text."""
    return f"{{{DRAWING}}}{name}"


def a(name: str) -> str:
    """Return a name of DrawingML."""
    return f"{{{MAIN_DRAWING}}}{name}"


def m(name: str) -> str:
    """Return a name of a formula's markup."""
    return f"{{{MATH}}}{name}"


def v(name: str) -> str:
    """Return a name of VML."""
    return f"{{{VML}}}{name}"


def o(name: str) -> str:
    """Return a name of VML's office extensions."""
    return f"{{{OFFICE}}}{name}"


def local(element) -> str:
    """Return an element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def words(text: str) -> list[str]:
    """Return the names in a text, which is how long lists of them are easiest to read."""
    return text.split()
