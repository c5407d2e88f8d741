"""Addresses of short contracts."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.contract.short_contracts import views

ONE = "short-contracts/<str:number>/"

urlpatterns = [
    path("call-offs/<str:order>/contract/", views.propose, name="short-contract-new"),
    path("short-contracts/", views.short_contracts, name="short-contracts"),
    path(ONE, views.short_contract, name="short-contract"),
    *paper_paths(f"{ONE}contract", views.paper, name="short-contract-pdf"),
    path(f"{ONE}steps/<str:name>/", views.step, name="short-contract-step"),
]
