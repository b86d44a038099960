"""Finds, reads and checks policy files; a fault is told with file, path and line."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from .schema import Policy, RoundDates

STANDARDS = Path(__file__).parent / "standards"


class PolicyError(ValueError):
    """A policy file that may not be used; the message has one line a fault."""


def available() -> list[str]:
    """The keys of the published policies, sorted."""
    return sorted(path.stem for path in STANDARDS.glob("*.toml"))


@cache
def load_policy(key: str) -> Policy:
    """The published policy of that key. Raises PolicyError when there is none."""
    if key not in available():
        raise PolicyError(f"no policy {key!r}; there are: {', '.join(available())}")
    policy = load_file(STANDARDS / f"{key}.toml")
    if policy.key != key:
        raise PolicyError(f"{key}.toml: key: the file holds policy {policy.key}")
    return policy


def load_file(path: str | Path) -> Policy:
    """The policy in a TOML file. Raises PolicyError that names file, path and line."""
    path = Path(path)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
        policy = Policy.model_validate(tomllib.loads(text))
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path.name}: not UTF-8: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{path.name}: {error}") from None
    except ValidationError as error:
        raise PolicyError("\n".join(_faults(path.name, text, error))) from None
    policy._hash = hashlib.sha256(raw).hexdigest()
    return policy


def policy_hash(policy: Policy) -> str:
    """SHA-256 in hex: of the file's bytes, or of the content where the policy was changed."""
    if policy._hash is None:
        content = policy.model_dump(mode="json", by_alias=True)
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        policy._hash = hashlib.sha256(canonical.encode()).hexdigest()
    return policy._hash


def with_round(policy: Policy, *, year: int, accepts_from: date, accepts_until: date) -> Policy:
    """The same rules for another round, checked anew."""
    dates = RoundDates(year=year, accepts_from=accepts_from, accepts_until=accepts_until)
    changed = policy.model_copy(update={"round": dates})
    changed._hash = None
    changed._programs = {}
    return changed


def _faults(name: str, text: str, error: ValidationError) -> list[str]:
    faults = []
    for item in error.errors(include_url=False):
        if item["type"] == "value_error":
            for fault in str(item["ctx"]["error"]).splitlines():
                path, colon, why = fault.partition(": ")
                if not item["loc"] and colon:
                    faults.append((path, why))
                else:
                    faults.append((_path(item["loc"]), fault))
        else:
            faults.append((_path(item["loc"]), item["msg"]))
    return [f"{name}:{_line(text, path)}: {path}: {why}" for path, why in faults]


def _path(loc: tuple[int | str, ...]) -> str:
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _line(text: str, path: str) -> int:
    """The line of a path's table, or of its key there; 1 where it cannot be told."""
    lines = text.splitlines()
    found = re.match(r"([a-z_]+)(?:\[(\d+)\])?(?:\.([a-z_]+))?", path)
    if found is None:
        return 1
    table, at, key = found.group(1), int(found.group(2) or 0), found.group(3)
    heads = [n for n, line in enumerate(lines) if line.strip() in (f"[[{table}]]", f"[{table}]")]
    if at >= len(heads):
        starts = (n for n, line in enumerate(lines) if re.match(rf"{table}\s*=", line))
        return next(starts, 0) + 1
    start = heads[at]
    for n in range(start + 1, len(lines)):
        if lines[n].startswith("["):
            break
        if key and re.match(rf"{key}\s*=", lines[n].strip()):
            return n + 1
    return start + 1
