"""The addresses of the desk."""

from django.urls import path

from review.views import account, export, health, intake, queue

urlpatterns = [
    path("", account.home, name="home"),
    path("language/", account.language, name="language"),
    path("upload/", intake.upload, name="upload"),
    path("queue/", queue.queue, name="queue"),
    path("queue/next/", queue.claim_next, name="queue-next"),
    path("exports/", export.exports, name="exports"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
