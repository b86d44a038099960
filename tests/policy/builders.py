"""Cases and people out of the data files."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CASES = HERE / "cases"
TAIYUAN = "taiyuan-engineering-2020"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / name).read_text(encoding="utf-8"))


def person(level: str, **change: Any) -> dict[str, Any]:
    """Facts of somebody eligible at that level, with these facts instead; "unknown" drops one."""
    facts = {} if change.pop("*", False) else copy.deepcopy(read("base.toml")[level])
    facts.update(copy.deepcopy(change))
    return {key: value for key, value in facts.items() if value != "unknown"}


def cases(*names: str) -> list[dict[str, Any]]:
    return [case for name in names for case in read(f"{name}.toml")["cases"]]
