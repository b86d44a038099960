"""How a benchmark's figures are told."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its floor, their ratio and the goal."""

    what: str
    figure: str
    floor: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool | None = None


def print_table(rows: list[Row]) -> None:
    """Print aligned columns; the last says whether the goal was met."""
    head = ("what", "measured", "floor, same run", "ratio", "goal", "met")
    lines = [head] + [
        (row.what, row.figure, row.floor, row.ratio, row.goal, _word(row.met)) for row in rows
    ]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print("  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)))


def _word(met: bool | None) -> str:
    return {None: "", True: "yes", False: "NO"}[met]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
