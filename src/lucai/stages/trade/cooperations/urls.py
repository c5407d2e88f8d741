"""Addresses of cooperations."""

from django.urls import path

from lucai.stages.trade.cooperations import views

ROOM = "rooms/<str:number>/cooperation/"
OPINION = "cooperation-opinions/<str:number>/<str:stage>/"

urlpatterns = [
    path(ROOM, views.cooperation, name="cooperation"),
    path(f"{ROOM}edit/", views.edit, name="cooperation-edit"),
    path(f"{ROOM}return/", views.return_draft, name="cooperation-return"),
    path(f"{ROOM}publish/", views.publish, name="cooperation-publish"),
    path(f"{ROOM}seat/", views.seat, name="cooperation-seat"),
    path(f"{ROOM}draw/", views.draw, name="cooperation-draw"),
    path("cooperation-draws/<str:number>/", views.proof, name="cooperation-proof"),
    path("cooperation-draws/<str:number>/draw.json", views.proof_export,
         name="cooperation-proof-export"),
    path(f"{ROOM}apply/", views.apply, name="cooperation-apply"),
    path(f"{ROOM}applicants/<int:pk>/", views.applicant, name="cooperation-applicant"),
    path(f"{ROOM}exchange/", views.exchange, name="cooperation-exchange"),
    path(f"{ROOM}issue_file/", views.issue_file, name="cooperation-file"),
    path(f"{ROOM}issue_final/", views.issue_final, name="cooperation-final"),
    path(f"{ROOM}respond/", views.respond, name="cooperation-respond"),
    path(f"{ROOM}respond/receipt.json", views.receipt, name="cooperation-receipt"),
    path(f"{ROOM}respond/steps/<str:name>/", views.response_step,
         name="cooperation-response-step"),
    path(f"{ROOM}rounds/<int:round_>.zip", views.package, name="cooperation-package"),
    path(f"{ROOM}evaluate/", views.evaluate, name="cooperation-evaluate"),
    path(OPINION, views.opinion, name="cooperation-opinion"),
    path(f"{OPINION}report/", views.report, name="cooperation-opinion-report"),
    path(f"{OPINION}<int:place>/agree/", views.agree, name="cooperation-opinion-agree"),
    path(f"{OPINION}<int:place>/replacement/", views.replacement,
         name="cooperation-opinion-replacement"),
    path(f"{ROOM}decide/", views.decide, name="cooperation-decide"),
    path(f"{ROOM}choose/", views.choose, name="cooperation-choose"),
    path(f"{ROOM}fail/", views.fail, name="cooperation-fail"),
    path(f"{ROOM}end/", views.end, name="cooperation-end"),
    path(f"{ROOM}steps/<str:name>/", views.step, name="cooperation-step"),
]  # fmt: skip
