"""A printed page: paper, direction and margins, the same for the spreadsheet and the PDF."""

import datetime
from dataclasses import dataclass

MM_PER_INCH = 25.4
PT_PER_MM = 72 / MM_PER_INCH
CREATOR = "职称申报评审系统"
FIXED_DATE = datetime.datetime(2000, 1, 1)
"""The date that stands in every file, so that the same input gives the same bytes (EX-14)."""
PAPERS_MM = {"A3": (297.0, 420.0), "A4": (210.0, 297.0)}


@dataclass(frozen=True)
class Page:
    """Paper ``A3`` or ``A4``; margins in mm as top, right, bottom, left."""

    paper: str = "A4"
    landscape: bool = False
    margins_mm: tuple[float, float, float, float] = (15.0, 12.0, 15.0, 12.0)

    @property
    def width_mm(self) -> float:
        """Width of the paper as it lies, in mm."""
        return PAPERS_MM[self.paper][1 if self.landscape else 0]

    @property
    def height_mm(self) -> float:
        """Height of the paper as it lies, in mm."""
        return PAPERS_MM[self.paper][0 if self.landscape else 1]

    @property
    def inner_width_mm(self) -> float:
        """Width between the margins, in mm."""
        return self.width_mm - self.margins_mm[1] - self.margins_mm[3]

    @property
    def inner_height_mm(self) -> float:
        """Height between the margins, in mm."""
        return self.height_mm - self.margins_mm[0] - self.margins_mm[2]


A3_LANDSCAPE = Page("A3", landscape=True, margins_mm=(10.0, 7.0, 12.0, 7.0))
A4_LANDSCAPE = Page("A4", landscape=True, margins_mm=(12.0, 12.0, 14.0, 12.0))
A4_PORTRAIT = Page("A4")
