"""Addresses of the exports, included by `review.urls`."""

from django.urls import path

from review.views import exports, notice_forms

urlpatterns = [
    path("exports/", exports.exports, name="exports"),
    path("exports/file/", exports.export, name="export"),
    path("exports/notice-form/", notice_forms.notice_form, name="notice_form"),
]
