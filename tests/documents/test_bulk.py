"""Ten thousand people on one roster: as fast as a bare loop, and streamed."""

import json
import subprocess
import sys

import pytest

ROWS = 10_000
PROGRAM = """
import io, json, resource, sys, time
from dataclasses import astuple
import openpyxl
from documents.forms.roster import roster_xlsx
from tests.documents.samples import ROSTER_HEAD, roster_row

def bare(count):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(count):
        sheet.append(list(astuple(roster_row(number))))
    book.save(io.BytesIO())

def ours(count):
    roster_xlsx(ROSTER_HEAD, map(roster_row, range(count)))

write, count = {"bare": bare, "ours": ours}[sys.argv[1]], int(sys.argv[2])
write(10)
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
write(count)
seconds = time.process_time() - start
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(json.dumps([seconds, grown]))
"""


def measured(writer: str) -> tuple[float, float]:
    """Seconds of processor time and growth in MiB of a process that writes all rows."""
    command = [sys.executable, "-c", PROGRAM, writer, str(ROWS)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=300)
    seconds, grown = json.loads(done.stdout)
    return seconds, grown


@pytest.mark.slow
def test_ten_thousand_rows_take_at_most_half_again_a_bare_loop_and_little_memory():
    bare_seconds, _ = measured("bare")
    seconds, grown = measured("ours")
    assert seconds <= 1.5 * bare_seconds
    assert grown < 150
