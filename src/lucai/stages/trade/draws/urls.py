"""Addresses of draws that wait."""

from django.urls import path

from lucai.stages.trade.draws import views

DRAW = "draws/<str:number>/"

urlpatterns = [
    path(f"{DRAW}waiting/", views.waiting, name="waiting-draw"),
    path(f"{DRAW}waiting/giving-up/", views.giving_up, name="waiting-draw-giving-up"),
    path(f"{DRAW}waiting/check/", views.check, name="waiting-draw-check"),
    path(f"{DRAW}nonce/", views.nonce, name="draw-nonce"),
    path(f"{DRAW}nonce/receipt.json", views.receipt, name="draw-nonce-receipt"),
]
