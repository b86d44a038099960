"""Addresses of what is read beside a case."""

from django.urls import path

from review.views import reading

urlpatterns = [
    path("evidence/", reading.evidence, name="evidence"),
    path("changes/", reading.changes, name="changes"),
    path("duplicates/", reading.duplicates, name="duplicates"),
    path("neighbours/", reading.neighbours, name="neighbours"),
    path("beside/<slug:way>/", reading.beside, name="beside"),
]
