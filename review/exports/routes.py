"""符合学历年限条件 and 符合业绩条件 in the words of the roster, from a frozen verdict."""

import re
from collections.abc import Iterator

from policy.records import EDUCATION_RANK
from policy.schema import Policy, Route

# What every label of a route repeats; a cell of the roster has no room for it.
_FILLING = re.compile(r"从事本专业(?:技术)?工作|学历|大学|[\s，,]")


class Conditions:
    """A policy's routes and items in the words of the roster; each combination is worded once."""

    def __init__(self, policy: Policy):
        self._policy = policy
        self._worded: dict[tuple, tuple[str, str]] = {}

    def met(self, verdict: dict) -> tuple[str, str]:
        """符合学历年限条件 (本科满5年) and 符合业绩条件 (第1、5项) of a verdict."""
        routes, items = tuple(verdict["routes"]), tuple(verdict["achievement_items"])
        key = (verdict["level"], routes, items)
        if key not in self._worded:
            words = (
                satisfied_routes(self._policy, verdict),
                satisfied_items(self._policy, verdict),
            )
            self._worded[key] = words
        return self._worded[key]


def satisfied_routes(policy: Policy, verdict: dict) -> str:
    """The satisfied routes in words (本科满5年).

    Who holds a bachelor's degree meets what is asked of an associate's too; of the routes only
    those are named that ask for the highest education among them.
    """
    met = [
        route
        for route in policy.routes
        if route.level == verdict["level"] and route.id in verdict["routes"]
    ]
    highest = max((_education_asked(route) for route in met), default=0)
    words = [short_label(route.label) for route in met if _education_asked(route) == highest]
    return "；".join(dict.fromkeys(words))


def short_label(label: str) -> str:
    """A route's label without what all labels repeat: 大学本科学历，从事本专业工作满 5 年 is
    本科满5年."""
    return _FILLING.sub("", label) or label


def _education_asked(route: Route) -> int:
    """The rank of the education that the route asks for; 0 for none."""
    return max((EDUCATION_RANK[rule.level] for rule in _parts(route.rule, "education")), default=0)


def _parts(rule, op: str) -> Iterator:
    if rule.op == op:
        yield rule
    for part in getattr(rule, "of", ()):
        yield from _parts(part, op)


def satisfied_items(policy: Policy, verdict: dict) -> str:
    """The satisfied performance items by their number in the policy (第1、5项); "" for none."""
    items = [item.id for item in policy.items if verdict["level"] in item.levels]
    numbers = [
        str(number)
        for number, item in enumerate(items, start=1)
        if item in verdict["achievement_items"]
    ]
    return f"第{'、'.join(numbers)}项" if numbers else ""
