"""The hidden field with a form's one-time key."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.form_keys import new_key
from accounts.views.once import NAME

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """A new key each time that the form is drawn."""
    return format_html('<input type="hidden" name="{}" value="{}">', NAME, new_key())
