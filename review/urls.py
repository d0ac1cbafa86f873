"""The addresses of the desk."""

from django.urls import path

from review.views import (
    account,
    approval,
    assignment,
    correction,
    export,
    health,
    history,
    intake,
    picture,
    queue,
    record,
    viewing,
)

FINDING = "records/<int:pk>/findings/<int:finding>"

urlpatterns = [
    path("", account.home, name="home"),
    path("language/", account.language, name="language"),
    path("upload/", intake.upload, name="upload"),
    path("queue/", queue.queue, name="queue"),
    path("queue/next/", queue.claim_next, name="queue-next"),
    path("records/<int:pk>/", record.record, name="record"),
    path("records/<int:pk>/history/", history.history, name="history"),
    path("records/<int:pk>/picture/", picture.picture, name="picture"),
    path("records/<int:pk>/portrait/", picture.portrait, name="portrait"),
    path("records/<int:pk>/turn/", picture.turn, name="turn"),
    path("records/<int:pk>/replace/", picture.replace, name="replace"),
    path("records/<int:pk>/recognize/", picture.recognize, name="recognize"),
    path("records/<int:pk>/reveal/", viewing.reveal, name="reveal"),
    path("records/<int:pk>/claim/", assignment.claim, name="claim"),
    path("records/<int:pk>/release/", assignment.release, name="release"),
    path("records/<int:pk>/take-over/", assignment.take_over, name="take-over"),
    path("records/<int:pk>/skip/", assignment.skip, name="skip"),
    path("records/<int:pk>/escalate/", assignment.escalate, name="escalate"),
    path("records/<int:pk>/return/", assignment.give_back, name="return"),
    path("records/<int:pk>/fields/<str:name>/", correction.correct, name="field"),
    path(f"{FINDING}/take/<int:index>/", correction.take, name="finding-take"),
    path(f"{FINDING}/confirm/", correction.confirm, name="finding-confirm"),
    path(f"{FINDING}/dismiss/", correction.dismiss, name="finding-dismiss"),
    path("records/<int:pk>/submit/", approval.submit, name="submit"),
    path("records/<int:pk>/approve/", approval.approve, name="approve"),
    path("records/<int:pk>/send-back/", approval.send_back, name="send-back"),
    path("records/<int:pk>/reopen/", approval.reopen, name="reopen"),
    path("records/<int:pk>/withdraw/", approval.withdraw, name="withdraw"),
    path("approvals/", approval.approvals, name="approvals"),
    path("exports/", export.exports, name="exports"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
