"""Addresses of the exports, included by `review.urls`."""

from django.urls import path

from review.views import exports

urlpatterns = [
    path("exports/", exports.exports, name="exports"),
    path("exports/file/", exports.export, name="export"),
]
