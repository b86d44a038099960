"""Addresses of the applicant's pages."""

from django.urls import path

from applications.views import (
    checking,
    defence,
    evidence,
    files,
    home,
    printing,
    progress,
    saving,
    start,
    steps,
)

app_name = "applications"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/<slug:key>/", start.start, name="start"),
    path("<int:pk>/", home.task_list, name="task_list"),
    path("<int:pk>/copy/", start.copy_rows, name="copy"),
    path("<int:pk>/unit/", start.unit, name="unit"),
    path("<int:pk>/steps/evidence/", evidence.evidence, name="evidence"),
    path("<int:pk>/steps/evidence/upload/<slug:need>/", evidence.upload, name="upload"),
    path("<int:pk>/steps/achievements/<slug:section>/", steps.achievements, name="achievements"),
    path("<int:pk>/steps/<slug:step>/", steps.step, name="step"),
    path("<int:pk>/defence/paper/", defence.paper, name="defence_paper"),
    path("<int:pk>/defence/mended/", defence.mended, name="defence_mended"),
    path("<int:pk>/defence/recheck/", defence.recheck, name="defence_recheck"),
    path("<int:pk>/defence/pictures/", defence.pictures, name="defence_pictures"),
    path("<int:pk>/defence/captions/", defence.captions, name="defence_captions"),
    path(
        "<int:pk>/defence/pictures/<int:file>/<slug:change>/",
        defence.picture_change,
        name="defence_picture",
    ),
    path("<int:pk>/defence/download/<slug:kind>/", defence.download, name="defence_download"),
    path("<int:pk>/sections/<slug:section>/save/", saving.save, name="save"),
    path("<int:pk>/rows/remove/", saving.remove, name="row_remove"),
    path("<int:pk>/rows/restore/", saving.restore, name="row_restore"),
    path("<int:pk>/files/<int:file>/<slug:change>/", evidence.change, name="file_change"),
    path("<int:pk>/summary/", printing.summary, name="summary_print"),
    path("<int:pk>/check/", checking.check, name="check"),
    path("<int:pk>/receipt/", checking.receipt, name="receipt"),
    path("<int:pk>/receipt/<int:number>/", checking.receipt, name="receipt_of"),
    path("<int:pk>/changes/<int:number>/", progress.changes, name="changes"),
    path("<int:pk>/progress/", progress.progress, name="progress"),
    path("<int:pk>/withdraw/", progress.withdraw, name="withdraw"),
    path("files/<int:file>/", files.file_view, name="file_view"),
    path("files/<int:file>/page/", files.file_page, name="file_page"),
    path("files/<int:file>/download/", files.file_download, name="file_download"),
]
