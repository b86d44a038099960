"""All addresses of the portal. Each one's right stands in the test of route × role."""

from django.urls import include, path

from titleportal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("accounts/", include("accounts.urls")),
    path("", include("applications.urls_public")),
    path("apply/", include("applications.urls")),
    path("messages/", include("applications.urls_messages")),
    path("staff/", include("applications.urls_staff")),
    path("review/", include("review.urls")),
    path("notices/", include("review.urls_public")),
]

handler400 = "titleportal.errors.bad_request"
handler403 = "titleportal.errors.forbidden"
handler404 = "titleportal.errors.not_found"
handler500 = "titleportal.errors.server_error"
