"""Saving a draft: rows from the first click, as typed, versioned.

A save that names an older version than the stored one is refused with what is stored, so that a
stale tab overwrites nothing and loses nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from pypinyin import lazy_pinyin

from accounts import consent
from accounts.clock import database_now
from accounts.enums import UNIT_KINDS
from accounts.errors import BadInput, NotAllowed, StaleState
from accounts.models import Organisation, User
from accounts.prepared import Prepared
from accounts.services import set_id_number
from applications import log
from applications.cleaning import clean_typed
from applications.enums import EDITABLE_STATES, State
from applications.integrity import is_out_of_round
from applications.models import Application, Entry, Round
from applications.steps import section_of, step_of_section
from applications.steps.spec import Section


class StaleEntry(StaleState):
    """Another window saved first; `stored` is the entry as it is now."""

    def __init__(self, stored: Entry):
        super().__init__("这一部分刚刚在另一个窗口保存过，请核对后再保存。您输入的内容仍在下面。")
        self.stored = stored


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved entry and the time that the page shows."""

    entry: Entry
    at: datetime
    application: Application  # as it is now


def start_application(*, round: Round, applicant: User, level: str, unit: Organisation | None):
    """Open a draft; the person's name and telephone are carried over from the account.

    Raises BadInput (level, unit), NotAllowed (no consent, one is open, taken out of the round).
    """
    moment = database_now()
    if not consent.is_given(applicant):
        raise NotAllowed(consent.FIRST)
    if is_out_of_round(applicant, round):
        raise NotAllowed("您在这个批次因提供虚假材料被取消资格（程-4），不能再申报。")
    if level not in {known.key for known in round.policy.levels}:
        raise BadInput({"level": "请选择申报级别。"})
    _check_unit(unit)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                round=round,
                applicant=applicant,
                unit=unit,
                level=level,
                created_at=moment,
                state_since=moment,
            )
            _create_first_entries(application, applicant, moment)
            sync_columns(application)
            log.append(
                action="start",
                actor=applicant,
                role="applicant",
                application=application,
                to_state=State.DRAFT,
            )
    except IntegrityError:
        raise NotAllowed("您在这个批次已有一份申报，请继续填写那一份。") from None
    return application


def _create_first_entries(application, applicant, moment) -> None:
    values = {"name": applicant.name, "phone": applicant.phone, "email": applicant.email}
    Entry.objects.create(
        application=application, section="person", values=values, updated_at=moment
    )
    Entry.objects.create(
        application=application,
        section="application",
        values={"level": application.level},
        updated_at=moment,
    )


def _check_unit(unit: Organisation | None) -> None:
    if unit is not None and (unit.kind not in UNIT_KINDS or not unit.is_active):
        raise BadInput({"unit": "请从列出的单位中选择。"})


def save_section(
    *,
    application: Application,
    actor: User,
    section_key: str,
    typed: dict,
    version: int | None,
    entry_id: int | None = None,
) -> Saved:
    """Save one section, or one row of a list, exactly as typed.

    `version` is what the page last saw (None for the first save of a section or a new row).
    Values may be incomplete or wrong in form; only what cannot be stored is refused: BadInput.
    """
    section = section_of(section_key)
    values = clean_typed(section, typed)
    with transaction.atomic():
        application = lock_draft(application, actor, step_of_section(section_key).key)
        moment = database_now()
        _take_specials(application, actor, section, typed)
        if entry_id is None:
            entry = _create_entry(application, section, values, version, moment)
        else:
            entry = _update_entry(application, section, entry_id, values, version, moment)
        if section.key in ("person", "application"):
            _follow(application, entry)
    return Saved(entry, moment, application)


def choose_unit(*, application: Application, actor: User, unit_id: int) -> Application:
    """Set the unit of a case. Raises BadInput for one that cannot be chosen."""
    with transaction.atomic():
        application = lock_draft(application, actor, "application")
        unit = Organisation.objects.filter(pk=unit_id, kind__in=UNIT_KINDS, is_active=True).first()
        if unit is None:
            raise BadInput({"unit": "请从列出的单位中选择。"})
        application.unit = unit
        application.save(update_fields=["unit"])
        # What the step shows has changed: an open window is told, a return sees it mended.
        application.entries.filter(section="application", position=0).update(
            version=F("version") + 1, updated_at=database_now()
        )
    return application


def fill(*, application: Application, actor: User, sections: dict[str, list[dict]]) -> None:
    """Type whole sections at once into a draft that holds no rows of their lists; what a section
    that exists once holds already is kept beside. The same cleaning and the same rights as
    `save_section`, in a few queries."""
    with transaction.atomic():
        application = lock_draft(application, actor, "person")
        moment = database_now()
        singles = {entry.section: entry for entry in application.entries.filter(position=0)}
        new, changed = [], []
        for key, rows in sections.items():
            section = section_of(key)
            for index, typed in enumerate(rows):
                values = clean_typed(section, typed)
                if (entry := singles.get(key)) is not None:
                    entry.values, entry.updated_at = {**entry.values, **values}, moment
                    entry.version += 1
                    changed.append(entry)
                    continue
                position = index + 1 if section.rows else 0
                new.append(
                    Entry(
                        application=application,
                        section=key,
                        position=position,
                        values=values,
                        updated_at=moment,
                    )
                )
        Entry.objects.bulk_create(new)
        Entry.objects.bulk_update(changed, ["values", "updated_at", "version"])
        sync_columns(application)


_locked = Prepared(lambda pk: Application.objects.filter(pk=pk).select_for_update())
_stored = Prepared(
    lambda pk, case, section: Entry.objects.filter(
        pk=pk, application=case, section=section, removed_at__isnull=True
    )
)


def lock_draft(application: Application, actor: User, step_key: str) -> Application:
    """The row, locked, when `actor` may type into that step now; raises NotAllowed."""
    current = _locked.first(pk=application.pk)
    if current is None or current.applicant_id != actor.pk or current.state not in EDITABLE_STATES:
        raise NotAllowed("这份申报现在不能修改。")
    if current.state == State.RETURNED and step_key not in current.open_steps:
        raise NotAllowed("退回时没有开放这一步，不能修改。")
    for name in ("round", "unit", "applicant"):
        # What the request read beside the row a moment ago need not be read under the lock.
        is_read = name in application._state.fields_cache
        if is_read and getattr(application, f"{name}_id") == getattr(current, f"{name}_id"):
            setattr(current, name, getattr(application, name))
    return current


def _take_specials(application, actor, section: Section, typed: dict) -> bool:
    """The ID number goes to the account, unit and level to the case."""
    if section.key == "person" and typed.get("id_number", "").strip():
        if application.snapshots.exists():
            raise BadInput({"id_number": "提交过的申报不能更改身份证号，请联系评委会办事机构。"})
        set_id_number(user=application.applicant, number=typed["id_number"], actor=actor)
        return True
    if section.key != "application":
        return False
    changed = {}
    if typed.get("level") in {level.key for level in application.round.policy.levels}:
        changed["level"] = typed["level"]
    if str(typed.get("unit", "")).isdigit():
        unit = Organisation.objects.filter(pk=int(typed["unit"])).first()
        _check_unit(unit)
        if unit is None:
            raise BadInput({"unit": "请从列出的单位中选择。"})
        changed["unit"] = unit
    for name, value in changed.items():
        setattr(application, name, value)
    if changed:
        application.save(update_fields=list(changed))
    return bool(changed)


def _create_entry(application, section: Section, values, version, moment) -> Entry:
    if section.rows:
        rows = application.entries.filter(section=section.key)
        # A page that heard no answer sends its new row once more.
        if same := next(
            (row for row in rows.filter(removed_at=None) if row.values == values), None
        ):
            return same
        if rows.filter(removed_at__isnull=True).count() >= section.most:
            raise BadInput({"": f"最多填写{section.most}条。"})
        last = rows.aggregate(last=Max("position"))["last"] or 0
        return Entry.objects.create(
            application=application,
            section=section.key,
            position=last + 1,
            values=values,
            updated_at=moment,
        )
    stored = application.entries.filter(section=section.key, position=0).first()
    if stored is None:
        return Entry.objects.create(
            application=application, section=section.key, values=values, updated_at=moment
        )
    return _update_entry(application, section, stored.pk, values, version, moment)


def _update_entry(application, section, entry_id, values, version, moment) -> Entry:
    stored = _stored.first(pk=entry_id, case=application.pk, section=section.key)
    if stored is None:
        raise NotAllowed("这一条已被删除。")
    stored.application = application
    merged = {**stored.values, **values}
    if merged == stored.values:
        return stored
    if version != stored.version:
        raise StaleEntry(stored)
    stored.values, stored.updated_at, stored.version = merged, moment, stored.version + 1
    stored.save(update_fields=["values", "updated_at", "version"])
    return stored


def _follow(application: Application, entry: Entry) -> None:
    """`sync_columns` after one save: most change none of what lists show."""
    values = entry.values
    if entry.section == "person":
        is_same = application.name == _name(values, application)
    else:
        shown = (application.specialty, application.applied_specialty)
        is_same = shown == _specialties(values)
    if not is_same:
        sync_columns(application)


def _name(person: dict, application: Application) -> str:
    return (person.get("name") or application.applicant.name).strip()[:40]


def _specialties(about: dict) -> tuple[str, str]:
    return about.get("specialty", "")[:40], about.get("applied_specialty", "").strip()[:60]


def sync_columns(application: Application) -> None:
    """Let the columns for lists follow what is typed."""
    entries = {
        entry.section: entry.values
        for entry in application.entries.filter(section__in=("person", "application"), position=0)
    }
    person, about = entries.get("person", {}), entries.get("application", {})
    application.name = _name(person, application)
    application.name_key = " ".join(lazy_pinyin(application.name))[:200]
    application.specialty, application.applied_specialty = _specialties(about)
    application.save(update_fields=["name", "name_key", "specialty", "applied_specialty"])
