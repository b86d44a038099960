"""Whom the paper must not name, and where what was typed does."""

import hashlib
import json

from accounts.kept import Kept
from applications.defence import PICTURE, STEP, UPLOADED
from applications.defence.marks import mark_faults
from documents.paper import Identity
from documents.paper.matching import Hit, Matcher

MOST_TOLD = 5  # hits in one field: whoever mended these sees the next
_kept = Kept(500)
SEARCHED = ("title", "summary_1", "summary_2", "summary_3", "body")


def identity_of(case) -> Identity:
    """The name, numbers and unit of a case's applicant, as typed and as the account has them."""
    person, unit, typed = case.applicant, case.application.unit, case.one("person")
    return Identity(
        name=typed.get("name") or person.name,
        units=tuple(filter(None, (unit.name, unit.short_name))) if unit else (),
        id_number=person.id_number,
        phone=typed.get("phone") or person.phone,
    )


def fingerprint_of(case) -> str:
    """Changes when the identity does, so that an uploaded paper is to be checked again."""
    person, unit, typed = case.applicant, case.application.unit, case.one("person")
    known = [
        typed.get("name") or person.name,
        [unit.name, unit.short_name] if unit else [],
        person.id_number_hash or "",
        typed.get("phone") or person.phone,
    ]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


def typed_hits(case) -> dict[str, list[Hit]]:
    """What names somebody in the typed fields, by field; found once while the case is at hand."""
    rows = case.typed.get(STEP)
    if not rows:
        return {}
    row = rows[0]
    if "hits" not in row:
        values = row["values"]
        # The body that an uploaded paper stands in for is nobody's to read.
        names = SEARCHED[:-1] if values.get("way") == UPLOADED else SEARCHED
        row["hits"] = _hits_in(case, {name: values.get(name) or "" for name in names})
    return row["hits"]


def _hits_in(case, texts: dict) -> dict:
    """The hits in each of the texts that has some. Every page of a draft asks for the same: what
    was found is kept under a hash, so that neither a number nor a text stays in memory."""
    told = json.dumps([fingerprint_of(case), list(texts.items())])
    key = hashlib.sha256(told.encode()).digest()

    def find() -> dict:
        matcher = Matcher(identity_of(case))
        return {name: hits for name, text in texts.items() if (hits := matcher.hits(text))}

    return _kept.once(key, find)


def caption_hits(case) -> dict[int, list[Hit]]:
    """What names somebody in the captions of the pictures, by file."""
    captioned = [file for file in case.files.get(PICTURE, ()) if file.caption]
    if not captioned:
        return {}
    return _hits_in(case, {file.pk: file.caption for file in captioned})


def sentence(hits: list[Hit]) -> str:
    """Hits in one field as the sentence that stands there."""
    told = [
        f"出现{hit.label}：“{hit.excerpt}”，请删改。"
        if hit.is_certain
        else f"疑似出现{hit.label}：“{hit.excerpt}”，请核对；只是普通词语的可以保留。"
        for hit in hits[:MOST_TOLD]
    ]
    more = f"共有{len(hits)}处。" if len(hits) > MOST_TOLD else ""
    return "".join(told) + more


def with_hits(case, section_key: str, errors: dict[str, str]) -> dict[str, str]:
    """The messages of a form's fields with what names somebody added, where it is the paper's."""
    if section_key != STEP:
        return errors
    hits = {name: sentence(found) for name, found in typed_hits(case).items()}
    if faults := mark_faults(case):
        hits["body"] = hits.get("body", "") + "".join(faults)
    return {name: hits.get(name, "") + errors.get(name, "") for name in {**errors, **hits}}
