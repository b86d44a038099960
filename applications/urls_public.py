"""Addresses of what anybody may see on this floor: policies and the self-check."""

from django.urls import path

from applications.views import public_carry, public_check, public_policy

app_name = "public"
urlpatterns = [
    path("policy/", public_policy.policies, name="policies"),
    path("policy/<slug:key>/", public_policy.policy, name="policy"),
    path("check/", public_check.check, name="check"),
    path("check/carry/", public_carry.carry, name="carry"),
    path("check/carry/login/", public_carry.carry_login, name="carry_login"),
    path("check/carry/fill/", public_carry.fill, name="carry_fill"),
    path("check/<slug:key>/<slug:level>/", public_check.check_level, name="check_level"),
]
