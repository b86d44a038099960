"""What a later submission changed, for the officer who read an earlier one."""

from dataclasses import dataclass

from accounts.models import AccessRecord, User
from applications.dossier import differences
from applications.dossier_parts import Part
from applications.models import Application, Snapshot
from review.reading import files_of


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field: the part and row that hold it, what it was and what it is now."""

    step: str
    part: str
    row: str
    label: str
    was: str
    now: str
    mark: str  # changed, added, removed


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences of two submissions, as a list."""

    old: Snapshot
    new: Snapshot
    seen: int | None  # the latest earlier submission that the officer has read
    fields: list[Change]
    files: list[tuple[str, dict]]  # "added" or "removed", and the frozen file

    @property
    def count(self) -> int:
        return len(self.fields) + len(self.files)

    @property
    def earlier(self) -> range:
        """The submissions that can be compared with."""
        return range(1, self.new.number)


def changes_for(user: User, case: Application, number: int | None) -> Changes | None:
    """The last submission against the one of that number; without one, against the latest earlier
    one that the user has read, else the one before. None for a first submission."""
    snapshots = list(case.snapshots.order_by("number"))
    if len(snapshots) < 2:
        return None
    for snapshot in snapshots:
        snapshot.application = case  # its round is read already
    *earlier, new = snapshots
    seen = _seen(user, case, snapshots)
    wanted = number or seen or earlier[-1].number
    old = next((each for each in earlier if each.number == wanted), earlier[-1])
    fields = [change for part in differences(old, new) for change in _changes_in(part)]
    return Changes(old, new, seen, fields, _files(old.data, new.data))


def _seen(user: User, case: Application, snapshots: list[Snapshot]) -> int | None:
    """Which submission before the last one the user read last, by the access log."""
    *earlier, new = snapshots
    looks = AccessRecord.objects.filter(
        user=user, what="application", object=case.receipt_number, at__lt=new.created_at
    )
    last = looks.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return None
    return max((each.number for each in earlier if each.created_at <= last), default=None)


def _changes_in(part: Part):
    for section in part.sections:
        for item in (*section.items, *section.computed):
            if item.is_changed:
                yield _changed(part, "", item)
        for row in section.rows:
            if row.mark == "changed":
                yield from (
                    _changed(part, row.title, item) for item in row.items if item.is_changed
                )
            elif row.mark:
                text = "；".join(f"{each.label}：{each.text}" for each in row.items if each.text)
                was, now = (text, "") if row.mark == "removed" else ("", text)
                label = section.label
                yield Change(part.key, part.label, row.title, label, was, now, row.mark)


def _changed(part: Part, row: str, item) -> Change:
    return Change(part.key, part.label, row, item.label, item.was, item.text, "changed")


def _files(old: dict, new: dict) -> list[tuple[str, dict]]:
    """Files that one of two submissions holds and the other does not."""

    def beyond(one: dict, other: dict) -> list[dict]:
        known = {(file["need"], file["sha256"]) for file in files_of(other)}
        return [file for file in files_of(one) if (file["need"], file["sha256"]) not in known]

    return [
        *(("added", file) for file in beyond(new, old)),
        *(("removed", file) for file in beyond(old, new)),
    ]
