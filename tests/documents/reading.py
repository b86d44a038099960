"""Read back what was written: cells of a workbook, pages and characters of a PDF."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from pypdf import PdfReader

MM_PER_PT = 25.4 / 72
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1＋1",
    "＠SUM",
    "\t=1+1",
    "张\x0b三",
    "李\ufffe四",
    "王\ud800五",
    "𠮷田·䶮",
    "\u202eevil\u202c",
    "<b>&amp;</b>",
    "_x0041_",
    "国" * 40_000,
)
"""Names that a spreadsheet, an XML file or a page could trip over."""


def reopened(xlsx: bytes) -> Workbook:
    """Open a workbook from its bytes."""
    return load_workbook(BytesIO(xlsx))


def filled_cells(book: Workbook) -> Iterator:
    """All cells of all worksheets that hold something."""
    for sheet in book:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def page_sizes_mm(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in whole mm."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [(round(box.width * MM_PER_PT), round(box.height * MM_PER_PT)) for box in boxes]


def page_texts(pdf: bytes) -> list[str]:
    """Text of each page, without white space."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return ["".join(text.split()).replace("\ufffe", "") for text in texts]


def glyph_boxes_mm(pdf: bytes, page: int) -> list[tuple[str, float, float, float, float]]:
    """Each printed character with left, top, right and bottom in mm from the page's top left."""
    document = pypdfium2.PdfDocument(pdf)
    text, height = document[page].get_textpage(), document[page].get_height()
    boxes = []
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index)
        if right > left and top > bottom:
            edges = (left, height - top, right, height - bottom)
            character = text.get_text_range(index, 1)
            boxes.append((character, *(edge * MM_PER_PT for edge in edges)))
    document.close()
    return boxes
