"""The child process that reads a stranger's workbook: its cells come back as one line of JSON.

Run by path as `sandbox.py` is, and under its limits. It imports the floor of documents, which
knows nothing of the portal.
"""

import sys
from pathlib import Path

# Isolated mode leaves the project out of the path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from applications import sandbox  # noqa: E402
from documents.sheet_reading import BadSheet, read_sheet  # noqa: E402


def read(path: str) -> dict:
    """The rows of the first sheet: number and cells as [column, kind, text]."""
    try:
        rows = read_sheet(Path(path).read_bytes())
    except BadSheet as error:
        return {"refused": "sheet", "message": str(error)}
    return {
        "rows": [
            [number, [[cell.column, cell.kind, cell.text] for cell in cells]]
            for number, cells in rows
        ]
    }


if __name__ == "__main__":
    sys.exit(sandbox.answer({"read": read}, sys.argv[1:]))
