"""The pieces of a dossier: parts, sections, rows, items; and what changed between two of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from applications.steps.spec import Step

MOST_COLUMNS = 5  # rows with more fields are not a table


@dataclass(slots=True)
class Item:
    """One label with its text; `was` is the earlier text of a changed one."""

    name: str
    label: str
    text: str
    is_long: bool = False
    is_changed: bool = False
    was: str = ""


@dataclass(slots=True)
class Row:
    """One row of a list; `mark` is "", `added`, `removed` or `changed`."""

    title: str
    items: list[Item]
    mark: str = ""


@dataclass(slots=True)
class SectionView:
    """One section: `items` of a single one, `rows` of a list, `computed` values below."""

    key: str
    label: str
    is_list: bool
    items: list[Item] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    computed: list[Item] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether the rows are short enough to stand as a table."""
        return (
            bool(self.rows)
            and len(self.rows[0].items) <= MOST_COLUMNS
            and not any(item.is_long for row in self.rows for item in row.items)
            and len({len(row.items) for row in self.rows}) == 1
        )

    @property
    def is_changed(self) -> bool:
        changed = any(item.is_changed for item in (*self.items, *self.computed))
        return changed or any(row.mark for row in self.rows)


@dataclass(slots=True)
class Part:
    """One step of the form with its sections."""

    key: str
    label: str
    sections: list[SectionView]
    step: Step

    @property
    def is_changed(self) -> bool:
        return any(section.is_changed for section in self.sections)


def mark_changes(section: SectionView, before: SectionView | None) -> None:
    """Mark in `section` what differs from the same section of an earlier submission."""
    if before is None:
        for row in section.rows:
            row.mark = "added"
        return
    _mark_items(section.items, before.items)
    _mark_items(section.computed, before.computed)
    _mark_rows(section, before.rows)


def _mark_items(items: Iterable[Item], before: Iterable[Item]) -> None:
    texts = {item.name: item.text for item in before}
    for item in items:
        was = texts.get(item.name, "")
        if item.text != was:
            item.is_changed, item.was = True, was


def _mark_rows(section: SectionView, before: list[Row]) -> None:
    """Equal rows first, then rows of the same title, then what is left in its order."""
    left = list(before)
    changed = [row for row in section.rows if not _take(left, row, _is_same)]
    for is_pair in (_has_same_title, _is_any):
        for row in list(changed):
            if old := _take(left, row, is_pair):
                row.mark = "changed"
                _mark_items(row.items, old.items)
                changed.remove(row)
    for row in changed:
        row.mark = "added"
    section.rows += [Row(row.title, row.items, "removed") for row in left]


def _is_same(old: Row, row: Row) -> bool:
    return [(item.name, item.text) for item in old.items] == [
        (item.name, item.text) for item in row.items
    ]


def _has_same_title(old: Row, row: Row) -> bool:
    return old.title == row.title


def _is_any(old: Row, row: Row) -> bool:
    return True


def _take(rows: list[Row], wanted: Row, matches) -> Row | None:
    for index, row in enumerate(rows):
        if matches(row, wanted):
            return rows.pop(index)
    return None
