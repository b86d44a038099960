"""Addresses of the officers' pages."""

app_name = "review"
urlpatterns = []
