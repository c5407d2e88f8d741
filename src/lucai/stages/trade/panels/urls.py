"""Addresses of panels."""

from django.urls import path

from lucai.stages.trade.panels import views

PANEL = "rooms/<str:number>/panel/"

urlpatterns = [
    path(PANEL, views.panel, name="panel"),
    path(PANEL + "new/", views.prepare, name="panel-new"),
    path(PANEL + "draw/", views.draw, name="panel-draw"),
    path(PANEL + "draw/finish/", views.finish, name="panel-draw-finish"),
    path("draws/<str:number>/", views.proof, name="draw-proof"),
    path("draws/<str:number>/draw.json", views.proof_export, name="draw-proof-export"),
    path(PANEL + "representative/", views.representative, name="panel-representative"),
    path(PANEL + "sign-in/", views.sign_in, name="panel-sign-in"),
    path(PANEL + "identity/", views.identity, name="panel-identity"),
    path(PANEL + "call/", views.call, name="panel-call"),
    path(PANEL + "recusal/", views.recusal, name="panel-recusal"),
    path(PANEL + "steps/vote/", views.chair, name="panel-chair"),
    path(PANEL + "seats/<int:place>/replacement/", views.replacement, name="panel-replacement"),
]
