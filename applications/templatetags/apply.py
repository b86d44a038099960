"""What the applicant's templates lack."""

import re
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from accounts.clock import today
from applications.clauses import clause_addresses, clauses_of_step

register = template.Library()


@register.filter
def entry(mapping, key):
    """The mapping's value at a key that is itself a variable; None without one."""
    return mapping.get(key) if mapping else None


@register.inclusion_tag("applications/parts/clause_link.html")
def clause_link(policy, clause):
    """A clause by its number, linked to the policy's page."""
    return {"clause": clause, "address": clause_addresses(policy).get(clause, "")}


@register.simple_tag
def with_clauses(message: str, policy) -> SafeString:
    """A finding's sentence with the clauses that it cites, as （报-12）, linked to the policy."""
    parts = _CITED.split(message)
    drawn = [conditional_escape(parts[0])]
    for clause, rest in zip(parts[1::2], parts[2::2], strict=True):
        address = clause_addresses(policy).get(clause, "")
        drawn.append(format_html(_LINK, address, clause) if address else f"（{clause}）")
        drawn.append(conditional_escape(rest))
    return format_html("{}" * len(drawn), *drawn)


_CITED = re.compile("（([^（）]{2,12})）")
_LINK = """<a class="clause-link" href="{}" target="_blank" rel="noopener">〔{}〕\
<span class="visually-hidden">（新窗口打开政策原文）</span></a>"""


@register.simple_tag
def saved_time(moment: datetime) -> SafeString:
    """When something was saved: the time of a moment today, day and time of another."""
    local = timezone.localtime(moment)
    text = f"{local:%H:%M:%S}"
    if local.date() != today():
        text = f"{local.month}月{local.day}日 {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), text)


@register.inclusion_tag("applications/parts/step_clauses.html")
def step_clauses(application, step, kind=None):
    """The clauses that a step's hints and errors go back to."""
    policy = application.round.policy
    found = clauses_of_step(step, policy, application.level, kind.key if kind else "")
    addresses = clause_addresses(policy)
    return {"clauses": [(each, addresses[each]) for each in found]}
