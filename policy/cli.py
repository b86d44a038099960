"""The eligibility check as a command, without web server or database.

One facts object in, one verdict out; or with ``--jsonl`` a line in, a line out. Exit status 0:
answered; 2: something was malformed. The contract: one verdict or one error for every line.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from .engine import check
from .facts import FactsError, Repeated, parse_facts
from .loader import PolicyError, available, load_policy
from .scalars import first_day
from .schema import Policy

MALFORMED = 2


class NotAnObject(ValueError):
    """A text that is no JSON object; the message says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options, for any parser."""
    parser.add_argument("--policy", required=True, help=f"one of: {', '.join(available())}")
    parser.add_argument("--level", help="the title applied for")
    parser.add_argument(
        "--as-of", help="day of application, YYYY-MM-DD; default: the round's first"
    )
    parser.add_argument(
        "--jsonl", action="store_true", help="one object a line, one verdict a line"
    )
    parser.add_argument("facts", nargs="?", default="-", help="file of facts; - is standard input")


def main(argv: Sequence[str] | None = None, prog: str | None = None) -> int:
    """Runs the command and gives its exit status."""
    parser = argparse.ArgumentParser(prog=prog, description="Check facts against a policy.")
    add_arguments(parser)
    return run(parser.parse_args(argv))


def options_from(given: Mapping[str, Any]) -> argparse.Namespace:
    """This command's options out of a caller's, which may hold more."""
    return argparse.Namespace(
        **{name: given.get(name) for name in ("policy", "level", "as_of", "jsonl", "facts")}
    )


def run(options: argparse.Namespace) -> int:
    """Runs the command with parsed options and gives its exit status."""
    try:
        policy = load_policy(options.policy)
        try:
            day = first_day(options.as_of) if options.as_of else policy.round.accepts_from
        except ValueError as error:
            return _complain("--as-of", str(error))
        levels = [level.key for level in policy.levels]
        if options.level is not None and options.level not in levels:
            return _complain("--level", f"unknown level; one of {', '.join(levels)}")
        if options.level is None and not options.jsonl:
            return _complain("--level", f"missing; one of {', '.join(levels)}")
        with _source(options.facts) as source:
            if options.jsonl:
                return _answer_lines(policy, options.level, day, source)
            return _answer_one(policy, options.level, day, source)
    except PolicyError as error:
        return _complain("--policy", str(error))
    except BrokenPipeError:
        # The reader went away; nothing more to say, and the interpreter must not try again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MALFORMED
    except OSError as error:
        return _complain("facts", f"cannot be read: {error.strerror}")


def _source(name: str) -> AbstractContextManager[BinaryIO]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    return Path(name).open("rb")


def _complain(field: str, why: str) -> int:
    shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in field)
    sys.stderr.write(f"{shown}: {why}\n")
    return MALFORMED


def _answer_one(policy: Policy, level: str, day: date, source: BinaryIO) -> int:
    try:
        verdict = check(policy, level, parse_facts(read_object(source.read())), day)
    except NotAnObject as error:
        return _complain("facts", str(error))
    except FactsError as error:
        for path, why in error.fields.items():
            _complain(path, why)
        return MALFORMED
    sys.stdout.buffer.write(_encoded(verdict.to_dict()))
    sys.stdout.buffer.flush()
    return 0


def _answer_lines(policy: Policy, level: str | None, day: date, source: BinaryIO) -> int:
    status, out = 0, sys.stdout.buffer
    # The policy stays for good: the collector need not walk it again and again.
    gc.freeze()
    for line in source:
        answer = answer_line(policy, line, level=level, as_of=day)
        if "error" in answer:
            status = MALFORMED
        out.write(_encoded(answer))
        out.flush()
    return status


def answer_line(policy: Policy, line: bytes, *, level: str | None, as_of: date) -> dict[str, Any]:
    """The answer to one line: its id and a verdict, or its id and an error.

    ``level`` and ``as_of`` are for lines that name none.
    """
    try:
        case = read_object(line)
    except NotAnObject as error:
        return {"id": None, "error": {"line": str(error)}}
    id = case.get("id")
    # An id of another type than text or whole number cannot be told from a fault; not echoed.
    if type(id) not in (str, int):
        id = None
    problems = _envelope_problems(policy, case, level)
    level = case.get("level") or level
    try:
        as_of = first_day(case["as_of"]) if case.get("as_of") is not None else as_of
    except ValueError as error:
        problems["as_of"] = str(error)
    try:
        facts = parse_facts(case["facts"]) if "facts" in case else None
    except FactsError as error:
        problems |= error.fields
    if problems or facts is None or level is None:
        return {"id": id, "error": {"fields": problems}}
    return {"id": id} | check(policy, level, facts, as_of).to_dict()


_KEYS = frozenset({"id", "level", "as_of", "facts"})


def _envelope_problems(policy: Policy, case: dict[str, Any], level: str | None) -> dict[str, str]:
    problems = {key: "unknown key" for key in case if key not in _KEYS}
    if isinstance(case, Repeated):
        problems |= dict.fromkeys(case.names, "given twice")
    if case.get("id") is not None and type(case["id"]) not in (str, int):
        problems["id"] = "not a text"
    given = level if case.get("level") is None else case["level"]
    if given is None:
        problems["level"] = "missing"
    elif not isinstance(given, str) or all(each.key != given for each in policy.levels):
        problems["level"] = "unknown level"
    if "facts" not in case:
        problems["facts"] = "missing"
    return problems


# JSON


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    return result if len(result) == len(pairs) else Repeated(pairs)


def _whole(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float("inf")


def _fraction(text: str) -> Decimal | float:
    try:
        return Decimal(text)
    except InvalidOperation:
        return float("inf")


_decode = partial(json.loads, object_pairs_hook=_object, parse_float=Decimal)
# Numbers beyond every limit become an infinity, which the facts then refuse by path.
_decode_carefully = partial(
    json.loads, object_pairs_hook=_object, parse_float=_fraction, parse_int=_whole
)


def read_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in these bytes, numbers exact. Raises NotAnObject, whatever the bytes."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAnObject("not UTF-8") from None
    if not text.strip():
        raise NotAnObject("empty")
    try:
        try:
            value = _decode(text)
        except json.JSONDecodeError:
            raise
        except (ValueError, InvalidOperation):
            value = _decode_carefully(text)
    except json.JSONDecodeError as error:
        raise NotAnObject(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise NotAnObject("nested too deeply") from None
    if not isinstance(value, dict):
        raise NotAnObject("not a JSON object")
    return value


def _encoded(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # An id or key with a lone surrogate goes out escaped, as it came in.
        return json.dumps(answer).encode() + b"\n"


if __name__ == "__main__":
    sys.exit(main())
