"""Addresses of awards."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.trade.awards import views

ROOM = "rooms/<str:number>/"
LOT = ROOM + "award/<int:lot>/"

urlpatterns = [
    path(ROOM + "award/", views.awards, name="awards"),
    path(ROOM + "evaluation/<int:lot>/delivery/", views.delivery, name="report-delivery"),
    path(LOT, views.award, name="award"),
    path(LOT + "decision/", views.decision, name="award-decision"),
    path(LOT + "notice/", views.notice, name="award-notice"),
    *paper_paths(ROOM + "letters/<str:letter>", views.letter_pdf, name="award-letter"),
    path(ROOM + "result/", views.result, name="award-result"),
]
