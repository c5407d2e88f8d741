"""Addresses of openings."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.trade.openings import views

HALL = "rooms/<str:number>/opening/"

urlpatterns = [
    path(HALL, views.hall, name="opening"),
    path(HALL + "live/", views.live, name="opening-live"),
    *paper_paths(HALL + "record", views.record_pdf, name="opening-record-pdf"),
    path(HALL + "steps/start/", views.start, name="opening-start"),
    path(HALL + "steps/unseal/", views.unseal, name="opening-unseal"),
    path(HALL + "steps/record/", views.close_record, name="opening-record"),
    path(HALL + "sign-in/", views.sign_in, name="opening-sign-in"),
    path(HALL + "<int:lot>/confirm/", views.confirm, name="opening-confirm"),
    path(HALL + "<int:lot>/ask/", views.ask, name="opening-ask"),
    path(HALL + "<int:lot>/enquiries/<int:enquiry>/", views.reply, name="opening-reply"),
]
