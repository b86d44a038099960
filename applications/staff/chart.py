"""The chart of how many can apply for the first time in a year: bars of a drawing, by numbers."""

from dataclasses import dataclass

from applications.staff.outlook import Bar

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 8, 24, 44
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Block:
    """One bar or one part of it; numbers are of the drawing's units."""

    x: int
    y: int
    width: int
    height: int
    look: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A text with its place."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the template draws."""

    width: int
    height: int
    blocks: list[Block]
    numbers: list[Mark]
    years: list[Mark]
    lines: list[Mark]
    left: int
    right: int
    base: int
    levels: list[tuple[str, str]]  # look and label


def chart_of(bars: list[tuple[int, list[Bar]]]) -> Chart:
    """Groups of bars, a group a year and a bar a level; the part to be mended is lighter."""
    most = max((bar.total for _, row in bars for bar in row), default=0)
    step = next((each for each in _STEPS if most <= each * 5), _STEPS[-1])
    top = max(step * -(-most // step), step)
    base, span = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP
    group = (WIDTH - _LEFT - _RIGHT) // max(len(bars), 1)
    blocks: list[Block] = []
    numbers, years = [], []
    for at, (year, row) in enumerate(bars):
        start = _LEFT + at * group
        width = min((group - 16) // max(len(row), 1), 34)
        first = start + (group - width * len(row)) // 2
        years.append(Mark(start + group // 2, base + 20, f"{year}年"))
        for place, bar in enumerate(row):
            x = first + place * width
            ready, mending = (round(span * each / top) for each in (bar.ready, bar.mending))
            for y, height, look, word, count in (
                (base - ready, ready, f"level-{place}", "条件已够", bar.ready),
                (
                    base - ready - mending,
                    mending,
                    f"level-{place} is-mending",
                    "补齐后可以",
                    bar.mending,
                ),
            ):
                if count:
                    title = f"{year}年{bar.level.label}：{word}{count}人"
                    blocks.append(Block(x + 2, y, width - 4, height, look, title))
            if bar.total:
                numbers.append(Mark(x + width // 2, base - ready - mending - 5, str(bar.total)))
    lines = [
        Mark(_LEFT - 6, base - round(span * value / top), str(value))
        for value in range(0, top + 1, step)
    ]
    levels = [(f"level-{n}", bar.level.label) for n, bar in enumerate(bars[0][1])] if bars else []
    return Chart(WIDTH, HEIGHT, blocks, numbers, years, lines, _LEFT, WIDTH - _RIGHT, base, levels)
