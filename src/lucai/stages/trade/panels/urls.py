"""Addresses of panels."""

from django.urls import path

from lucai.stages.trade.panels.views import choices, panels

PANEL = "rooms/<str:number>/panel/"

urlpatterns = [
    path(PANEL, panels.panel, name="panel"),
    path(PANEL + "new/", panels.prepare, name="panel-new"),
    path(PANEL + "choice/", choices.choice, name="panel-choice"),
    path(PANEL + "choice/new/", choices.ask, name="panel-choice-new"),
    path(PANEL + "choice/decision/", choices.decision, name="panel-choice-decision"),
    path(PANEL + "choice/naming/", choices.naming, name="panel-choice-naming"),
    path(PANEL + "choice/steps/withdraw/", choices.withdraw, name="panel-choice-withdraw"),
    path(PANEL + "draw/", panels.draw, name="panel-draw"),
    path(PANEL + "draw/finish/", panels.finish, name="panel-draw-finish"),
    path("draws/<str:number>/", panels.proof, name="draw-proof"),
    path("draws/<str:number>/draw.json", panels.proof_export, name="draw-proof-export"),
    path(PANEL + "representative/", panels.representative, name="panel-representative"),
    path(PANEL + "sign-in/", panels.sign_in, name="panel-sign-in"),
    path(PANEL + "identity/", panels.identity, name="panel-identity"),
    path(PANEL + "call/", panels.call, name="panel-call"),
    path(PANEL + "recusal/", panels.recusal, name="panel-recusal"),
    path(PANEL + "steps/vote/", panels.chair, name="panel-chair"),
    path(PANEL + "seats/<int:place>/replacement/", panels.replacement, name="panel-replacement"),
]
