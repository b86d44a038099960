"""Addresses of the integrity records; their number is the case's. Included under `review`."""

from django.urls import path

from review.views import integrity

urlpatterns = [
    path("", integrity.records, name="integrity"),
    path("new/", integrity.find, name="integrity_find"),
    path("<int:pk>/", integrity.record, name="integrity_record"),
    path("<int:pk>/revoke/", integrity.revoke, name="integrity_revoke"),
    path("<int:pk>/appeal/", integrity.appeal, name="integrity_appeal"),
    path("<int:pk>/appeal/decide/", integrity.decide, name="integrity_decide"),
]
