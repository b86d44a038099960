"""The roster of 10,000 rows against openpyxl's bare write-only loop writing the same cells.

Each writer runs in a process of its own, alternately, so that neither profits from the other's
memory; the best of three counts. Memory is the growth of the process's peak while writing.
"""

import multiprocessing
import resource
import tempfile
import time
from dataclasses import astuple

from benchmarks.table import Row

ROWS, MOST_TIMES, MOST_MB = 10_000, 1.5, 150


def run(options) -> list[Row]:
    """Time and memory of both writers."""
    ours, bare = [], []
    for _ in range(3):
        bare.append(_in_child(_bare))
        ours.append(_in_child(_ours))
    seconds, floor = min(s for s, _ in ours), min(s for s, _ in bare)
    memory = max(m for _, m in ours)
    ratio = seconds / floor
    return [
        Row(
            f"roster, {ROWS:,} rows .xlsx",
            f"{seconds:.2f} s",
            f"{floor:.2f} s",
            f"{ratio:.2f}",
            f"≤ {MOST_TIMES}",
            ratio <= MOST_TIMES,
        ),
        Row(
            "  peak memory growth", f"{memory:.0f} MB", goal=f"< {MOST_MB} MB", met=memory < MOST_MB
        ),
    ]


def _rows():
    from documents.forms.roster import RosterRow

    for number in range(1, ROWS + 1):
        yield RosterRow(
            number,
            f"张建国{number}",
            "男",
            "1990.05",
            f"14010119900501{number % 10000:04}",
            "太原市机电设备检测研究所",
            "事业单位",
            "太原市机械工业管理局",
            "2012.07",
            *("大学本科", "太原理工大学", "机械设计制造及其自动化", "全日制", "2012.07"),
            *("硕士研究生", "太原理工大学", "机械工程", "在职攻读学位", "2018.06"),
            "助理工程师",
            "2014.11",
            "2014.12",
            "6",
            "设备检测",
            "8",
            "工程师",
            "机械制造",
            "本科满5年",
            "第1、2项",
            "无异议",
            "同意推荐",
            "同意推荐",
            f"1390351{number % 10000:04}",
            "",
        )


def _ours(file: str) -> None:
    from documents.forms.roster import RosterHead, write_roster_xlsx

    write_roster_xlsx(file, RosterHead("审核花名表", "太原市机械工业管理局"), _rows())


def _bare(file: str) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _rows():
        sheet.append(astuple(row))
    book.save(file)


def _in_child(writer) -> tuple[float, float]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measure, (writer,))


def _measure(writer) -> tuple[float, float]:
    import openpyxl  # noqa: F401  # loaded before the clock starts, for both

    import documents.forms.roster  # noqa: F401

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        start = time.perf_counter()
        writer(file.name)
        seconds = time.perf_counter() - start
    growth = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return seconds, growth / 1024
