"""Addresses of reports of breaches."""

from django.urls import path

from lucai.oversight.whistleblows import views

ONE = "whistleblows/<str:number>/"

urlpatterns = [
    path("whistleblow/", views.report, name="whistleblow"),
    path("whistleblow/query/", views.query, name="whistleblow-query"),
    path("whistleblows/", views.reports, name="whistleblows"),
    path(ONE, views.one, name="whistleblow-one"),
    path(ONE + "files/<int:file>/", views.file, name="whistleblow-file"),
    path(ONE + "result/", views.result, name="whistleblow-result"),
    path(ONE + "decline/", views.decline, name="whistleblow-decline"),
    path(ONE + "transfer/", views.transfer, name="whistleblow-transfer"),
    path(ONE + "identity/", views.identity, name="whistleblow-identity"),
    path(ONE + "steps/take_up/", views.take_up, name="whistleblow-take-up"),
]
