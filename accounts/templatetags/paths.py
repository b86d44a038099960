"""`{% path_to 'route' argument … %}`: as `url`, looked up once a route."""

from django import template

from accounts.paths import path_to

register = template.Library()
register.simple_tag(path_to)
