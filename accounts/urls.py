"""Addresses of login, one's own data, and the administrator's pages."""

from django.urls import path

from accounts.views import organisations, people, profile, roles, session

app_name = "accounts"

urlpatterns = [
    path("login/", session.LoginView.as_view(), name="login"),
    path("logout/", session.LogoutView.as_view(), name="logout"),
    path("profile/", profile.profile, name="profile"),
    path("password/", profile.PasswordChange.as_view(), name="password_change"),
    path("people/", people.people, name="people"),
    path("people/new/", people.create, name="person_create"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="person_edit"),
    path("people/<int:pk>/password/", people.reset_password, name="person_reset_password"),
    path("people/<int:pk>/disable/", people.disable, name="person_disable"),
    path("people/<int:pk>/enable/", people.enable, name="person_enable"),
    path("people/<int:pk>/roles/new/", roles.assign, name="role_assign"),
    path("roles/<int:pk>/end/", roles.end, name="role_end"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.create, name="organisation_create"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.edit, name="organisation_edit"),
    path("organisations/<int:pk>/disable/", organisations.disable, name="organisation_disable"),
    path("organisations/<int:pk>/enable/", organisations.enable, name="organisation_enable"),
]
