"""A module imports its own floor's package and lower floors, never a higher one."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "policy": 1,
    "documents": 1,
    "accounts": 2,
    "applications": 3,
    "review": 4,
    "titleportal": 5,
}
# Not part of the product's floors: they may use it, it may not use them.
BESIDE = {"tests", "benchmarks"}


def modules() -> list[Path]:
    return [path for package in FLOORS for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(package if node.level else node.module or "")
    return {name.split(".")[0] for name in names}


def breaches(path: Path) -> set[str]:
    own = path.relative_to(ROOT).parts[0]
    found = imported(path)
    if FLOORS[own] == 1:
        forbidden = (set(FLOORS) | {"django"}) - {own}
    else:
        forbidden = {name for name, floor in FLOORS.items() if floor >= FLOORS[own]} - {own}
    return found & (forbidden | BESIDE)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_no_higher_floor(path):
    assert breaches(path) == set()


def test_every_top_level_package_has_a_floor():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= set(FLOORS) | BESIDE


def test_a_breach_would_be_found(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.test_floors.ROOT", tmp_path)
    guilty = tmp_path / "accounts" / "queries.py"
    guilty.parent.mkdir()
    guilty.write_text("def f():\n    from review.models import Opinion\n")
    assert breaches(guilty) == {"review"}


def test_a_policy_that_knows_django_would_be_found(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.test_floors.ROOT", tmp_path)
    guilty = tmp_path / "policy" / "engine.py"
    guilty.parent.mkdir()
    guilty.write_text("import django.utils.timezone\n")
    assert breaches(guilty) == {"django"}
