"""Addresses of a unit's list of staff."""

from django.urls import path

from applications.views.staff import invitations, outlook, people, sheets

app_name = "staff"
urlpatterns = [
    path("", people.staff_list, name="list"),
    path("new/", people.add, name="add"),
    path("remove/", people.remove, name="remove"),
    path("invite/", invitations.invite, name="invite"),
    path("template/", sheets.template, name="template"),
    path("import/", sheets.upload, name="import"),
    path("import/<int:pk>/", sheets.preview, name="preview"),
    path("export/", sheets.export, name="export"),
    path("outlook/", outlook.outlook, name="outlook"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/edit/", people.edit, name="edit"),
]
