"""Addresses of the officers', the supervisor's, the experts' and the rounds' pages."""

from django.urls import include, path

from review.views import (
    batches,
    case,
    desk,
    evaluation,
    expert,
    letters,
    moves,
    notices,
    originals,
    rounds,
    stand_ins,
    supervision,
)

app_name = "review"

urlpatterns = [
    path("", desk.home, name="home"),
    path("applications/", desk.applications, name="applications"),
    path("applications/batch/<slug:action>/", batches.batch, name="batch"),
    path("applications/<int:pk>/", case.application, name="application"),
    path("applications/<int:pk>/note/", case.note, name="note"),
    path("applications/<int:pk>/id-number/", case.id_number, name="id_number"),
    path("applications/<int:pk>/originals/", originals.originals, name="originals"),
    path("applications/<int:pk>/examination/", evaluation.examination, name="examination"),
    path("applications/<int:pk>/", include("review.urls_reading")),
    path("applications/<int:pk>/<slug:action>/", moves.move, name="move"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<int:pk>/", batches.batch_task, name="batch_task"),
    path("batches/<int:pk>/outcomes/", batches.batch_outcomes, name="batch_outcomes"),
    path("evaluations/new/", evaluation.evaluation, name="evaluation_record"),
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.record, name="notice_record"),
    path("notices/rules/", notices.rules_notice, name="notice_rules"),
    path("notices/outcome/", notices.outcome, name="notice_outcome"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.record, name="letter_record"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("stand-ins/", stand_ins.stand_ins, name="stand_ins"),
    path("stand-ins/<int:pk>/name/", stand_ins.name, name="stand_in_name"),
    path("stand-ins/<int:pk>/end/", stand_ins.end, name="stand_in_end"),
    path("", include("review.urls_exports")),
    path("integrity/", include("review.urls_integrity")),
    path("log/", supervision.log, name="log"),
    path("log/verify/", supervision.verify_log, name="log_verify"),
    path("access/", supervision.access, name="access"),
    path("expert/", expert.home, name="expert_home"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.create, name="round_create"),
    path("rounds/<int:pk>/", rounds.round, name="round"),
    path("rounds/<int:pk>/edit/", rounds.edit, name="round_edit"),
]
