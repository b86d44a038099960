"""Freezing a submission: canonical JSON, its hash, the verdict and the files' hashes.

Shape of `Snapshot.data`: `application` (receipt, round, year, level, specialty, number, day),
`person`, `unit`, `chain` (organisations in order), `sections` (section -> rows of typed values),
`files`, `paper_files` (of the defence paper), `facts`, `verdict`, `policy` (key, hash), `commitment`.
"""

import hashlib
import json
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from accounts import crypto
from applications.case import Case
from applications.chain import Stop
from applications.defence.state import freeze_sections, frozen_files
from applications.facts import facts_of
from applications.models import EvidenceFile, Snapshot
from policy.loader import policy_hash

COMMITMENT = (
    "本人承诺：所提交的全部申报材料真实、合法、有效，如有虚假，"
    "自愿接受取消申报参评资格、记入个人诚信档案等处理。"
)
COMMITMENT_MISSING = "请先阅读并勾选承诺书。"


def canonical(content: dict) -> str:
    """JSON with sorted keys and no blanks: the same content gives the same text."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def _plain(value):
    if isinstance(value, Decimal):
        # The facts want numbers; a few decimals survive the way through a float.
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} cannot be frozen")


def freeze(case: Case, stops: list[Stop], *, at: datetime, receipt: str) -> Snapshot:
    """Write the next snapshot of a case, in the caller's transaction."""
    application, person = case.application, case.applicant
    number = application.snapshots.count() + 1
    content = _content(case, stops, at, receipt, number)
    text = canonical(content)
    named = [file["id"] for file in (*content["files"], *content.get("paper_files", ()))]
    EvidenceFile.objects.filter(pk__in=named, submitted_at=None).update(submitted_at=at)
    return Snapshot.objects.create(
        application=application,
        number=number,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        policy_key=case.context.policy.key,
        policy_hash=policy_hash(case.context.policy),
        id_number_hash=person.id_number_hash,
        id_number_cipher=crypto.encrypt(
            person.id_number, bound_to=f"snapshot:{person.id_number_hash}"
        ),
        created_at=at,
    )


def _content(case: Case, stops: list[Stop], at: datetime, receipt: str, number: int) -> dict:
    application = case.application
    day = timezone.localdate(at)
    return {
        "format": 1,
        "application": {
            "receipt": receipt,
            "number": number,
            "round": application.round.key,
            "round_name": application.round.name,
            "year": application.round.year,
            "level": application.level,
            "level_label": application.level_label,
            "specialty": case.one("application").get("specialty", ""),
            "submitted_at": at,
            "as_of": day.isoformat(),
        },
        "person": _person(case),
        "unit": _unit(application.unit),
        "chain": [
            {
                "organisation": stop.organisation.pk,
                "name": stop.organisation.name,
                "kind": stop.organisation.kind,
                "state": stop.state,
                "recommends": stop.recommends,
            }
            for stop in stops
        ],
        "sections": _sections(case),
        "files": _files(case),
        "paper_files": frozen_files(case),
        "facts": facts_of(case.typed, case.applicant, case.context, case._bans()),
        "verdict": case.verdict(day).to_dict(),
        "policy": {"key": case.context.policy.key, "hash": policy_hash(case.context.policy)},
        "commitment": {"text": COMMITMENT, "at": at},
    }


def _person(case: Case) -> dict:
    person = case.applicant
    return {
        "name": case.one("person").get("name") or person.name,
        "id_number": person.id_number_mask,
        "birth_date": person.birth_date.isoformat(),
        "sex": person.sex,
        "sex_label": person.get_sex_display(),
    }


def _unit(unit) -> dict:
    return {
        "id": unit.pk,
        "name": unit.name,
        "short_name": unit.short_name,
        "uscc": unit.uscc or "",
        "kind": unit.kind,
        "kind_label": unit.get_kind_display(),
        "tier_label": unit.get_tier_display(),
        "region": unit.region,
        "parent": unit.parent.name if unit.parent else "",
        "legal_representative": unit.legal_representative,
        "legal_telephone": unit.legal_telephone,
        "hr_contact": unit.hr_contact,
        "hr_telephone": unit.hr_telephone,
    }


def _sections(case: Case) -> dict:
    """Typed values of the sections that apply; rows that a “no” answers away are left out."""
    sections = {}
    for step in case.steps:
        for section in step.sections:
            if not section.applies(case.context):
                continue
            if section.ask and case.one(section.ask[0]).get(section.ask[1]) == "no":
                continue
            sections[section.key] = [row["values"] for row in case.typed.get(section.key, [])]
    freeze_sections(case, sections)
    return sections


def _files(case: Case) -> list[dict]:
    return [
        {
            "id": file.pk,
            "need": file.need,
            "label": need.label,
            "name": file.name,
            "content_type": file.content_type,
            "size": file.size,
            "pages": file.pages,
            "sha256": file.sha256,
        }
        for need in case.evidence
        for file in case.files.get(need.key, [])
    ]
