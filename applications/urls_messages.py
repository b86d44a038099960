"""Addresses of a person's own messages."""

from django.urls import path

from applications.views import notifications

app_name = "messages"
urlpatterns = [
    path("", notifications.messages_list, name="list"),
    path("read/", notifications.read_all, name="read_all"),
    path("<int:pk>/read/", notifications.read, name="read"),
]
