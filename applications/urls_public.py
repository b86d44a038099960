"""Addresses of what anybody may see on this floor: policies and the self-check."""

from django.urls import path

from applications.views import public_policy

app_name = "public"
urlpatterns = [
    path("policy/", public_policy.policies, name="policies"),
    path("policy/<slug:key>/", public_policy.policy, name="policy"),
]
