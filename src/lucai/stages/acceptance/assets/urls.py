"""Addresses of asset cards."""

from django.urls import path

from lucai.stages.acceptance.assets import views

ONE = "contracts/<str:number>/assets/<int:place>/"

urlpatterns = [
    path("assets/", views.cards, name="assets"),
    path("contracts/<str:number>/assets/", views.transfers, name="contract-assets"),
    path(ONE, views.transfer, name="asset-transfer"),
    path(f"{ONE}hand-over/", views.hand_over, name="asset-hand-over"),
    path(f"{ONE}correct/", views.correct, name="asset-correct"),
]
