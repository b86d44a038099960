"""Addresses of the notices for anybody."""

from django.urls import path

from review.views import public_notices

app_name = "notices"
urlpatterns = [
    path("", public_notices.notices, name="notices"),
    path("objections/<slug:number>/", public_notices.received, name="received"),
    path("<slug:token>/", public_notices.notice, name="notice"),
]
