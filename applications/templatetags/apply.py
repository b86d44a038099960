"""What the applicant's templates lack."""

from django import template

register = template.Library()


@register.filter
def entry(mapping, key):
    """The mapping's value at a key that is itself a variable; None without one."""
    return mapping.get(key) if mapping else None
