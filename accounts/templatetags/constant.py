"""`{% constant %}…{% endconstant %}`: a part of pages that is the same for everybody."""

from django import template
from django.urls import get_script_prefix

register = template.Library()


class ConstantNode(template.Node):
    """Draws its content once a process and prefix, and repeats it."""

    def __init__(self, nodelist):
        self.nodelist = nodelist
        self._drawn: dict[str, str] = {}

    def render(self, context):
        prefix = get_script_prefix()
        if prefix not in self._drawn:
            self._drawn[prefix] = self.nodelist.render(context)
        return self._drawn[prefix]


@register.tag
def constant(parser, token):
    """Styles, scripts and addresses without arguments cost a page more than its own rows;
    nothing inside may depend on who asks for what."""
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist)
