"""What the applicant's templates lack."""

from django import template

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


@register.inclusion_tag("applications/parts/step_clauses.html")
def step_clauses(application, step, kind=None):
    """The clauses that a step's hints and errors go back to."""
    policy = application.round.policy
    found = clauses_of_step(step, policy, application.level, kind.key if kind else "")
    addresses = clause_addresses(policy)
    return {"clauses": [(each, addresses[each]) for each in found]}
