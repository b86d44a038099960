"""All benchmarks, one table: each figure against a floor measured in the same run."""

import argparse
import importlib

from benchmarks.table import Row, print_table

PARTS = ("verdicts", "roster", "sheets", "pages")


def main() -> None:
    """Run the named parts (all of them unless told)."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--seconds", type=float, default=6, help="for each page")
    parser.add_argument("--applicants", type=int, default=10_000, help="of the large round")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    for part in options.parts or PARTS:
        rows += importlib.import_module(f"benchmarks.{part}").run(options)
    print_table(rows)


if __name__ == "__main__":
    main()
