"""What is exported: the cases of one round that the person, or the command, may take out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q, QuerySet

from accounts.errors import DomainError
from accounts.models import Organisation
from applications.enums import State
from applications.models import Application, Round
from applications.queries import exportable, round_for_command

# Accepted, or decided after that: these go before the committee.
ACCEPTED_STATES = (State.ACCEPTED, State.PASSED, State.NOT_PASSED, State.CERTIFIED)


class CannotExport(DomainError):
    """The selection cannot be made, with the reason in Chinese."""


@dataclass(frozen=True)
class Selection:
    """Cases of one round; `level` is judged on the submission, since a returned case may be
    having another typed into it."""

    round: Round
    cases: QuerySet[Application]
    level: str = ""

    def accepted(self) -> "Selection":
        """Those that the committee office has accepted."""
        return replace(self, cases=self.cases.filter(state__in=ACCEPTED_STATES))

    def count(self) -> int:
        """How many cases there are; one returned with another level counts with both."""
        return len(self.receipts)

    @cached_property
    def receipts(self) -> list[str]:
        """The receipt numbers, for the record of who exported what."""
        return list(self.cases.order_by("pk").values_list("receipt_number", flat=True))


def select(
    round: Round,
    cases: QuerySet[Application],
    *,
    level: str = "",
    body: Organisation | None = None,
    among: QuerySet[Application] | None = None,
) -> Selection:
    """The exportable ones (or those of `among`) among `cases` of a round, of a level and a recommending body if given.

    Raises CannotExport for a level that the round's policy does not have.
    """
    chosen = cases.filter(
        round=round, pk__in=(exportable() if among is None else among).values("pk")
    )
    if level:
        _check_level(round, level)
        chosen = chosen.filter(Q(level=level) | Q(state=State.RETURNED))
    if body is not None:
        chosen = chosen.filter(recommending_body=body)
    return Selection(round, chosen, level)


def _check_level(round: Round, level: str) -> None:
    known = [each.key for each in round.policy.levels]
    if level not in known:
        raise CannotExport(f"没有级别 {level}；这个批次有：{'、'.join(known)}")


def selection_for_command(
    round_key: str | None,
    receipts: Iterable[str] | None,
    level: str = "",
    by_receipt: QuerySet[Application] | None = None,
) -> Selection:
    """The whole round, or the cases of the receipts given, those of `by_receipt` among them.

    Raises CannotExport and applications.queries.NoSuchRound.
    """
    receipts = list(dict.fromkeys(receipts or ()))
    if not receipts:
        return select(round_for_command(round_key), Application.objects.all(), level=level)
    found = Application.objects.filter(receipt_number__in=receipts)
    round = _round_of(list(found.select_related("round")), receipts)
    if round_key and round.key != round_key:
        raise CannotExport(f"申报 {'、'.join(receipts)} 不属于批次 {round_key}。")
    selection = select(round, found, level=level, among=by_receipt)
    left_out = set(receipts) - set(selection.cases.values_list("receipt_number", flat=True))
    if left_out:
        raise CannotExport(
            f"不能导出 {'、'.join(sorted(left_out))}：只导出已到达推荐部门、"
            "没有撤回或终止的申报，技术员不在其列。"
        )
    return selection


def _round_of(found: list[Application], receipts: list[str]) -> Round:
    missing = set(receipts) - {application.receipt_number for application in found}
    if missing:
        raise CannotExport(f"没有受理编号 {'、'.join(sorted(missing))}。")
    rounds = {application.round for application in found}
    if len(rounds) > 1:
        raise CannotExport("这些申报属于不同的批次，请分开导出。")
    return rounds.pop()
