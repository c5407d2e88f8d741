"""Addresses of contracts."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.contract.contracts.views import comparing
from lucai.stages.contract.contracts.views import contracts as views

urlpatterns = [
    path("contracts/", views.contracts, name="contracts"),
    path("contracts/new/", views.chosen_lot, name="contract-chosen"),
    path("contracts/<str:number>/", views.contract, name="contract"),
    path("contracts/<str:number>/edit/", views.edit, name="contract-edit"),
    path("contracts/<str:number>/check/", views.check, name="contract-check"),
    path("contracts/<str:number>/sign/", views.sign, name="contract-sign"),
    path("contracts/<str:number>/send-back/", views.send_back, name="contract-send-back"),
    path("contracts/<str:number>/difference/", comparing.difference, name="contract-difference"),
    path(
        "contracts/<str:number>/difference/<int:old>/<int:new>/",
        comparing.text_difference,
        name="contract-text-difference",
    ),
    path("contracts/<str:number>/secrets/", comparing.secrets, name="contract-secrets"),
    path("contracts/<str:number>/publish/", views.publish, name="contract-publish"),
    path("contracts/<str:number>/acknowledge/", views.acknowledge, name="contract-acknowledge"),
    *paper_paths("contracts/<str:number>/contract", views.pdf, name="contract-pdf"),
    path("contracts/<str:number>/steps/<str:step>/", views.step, name="contract-step"),
    path("rooms/<str:number>/contracts/", views.room_contracts, name="room-contracts"),
    path(
        "rooms/<str:number>/award/<int:lot_number>/contract/",
        views.new_contract,
        name="contract-new",
    ),
]
