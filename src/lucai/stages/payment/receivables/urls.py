"""Addresses of receivables to be confirmed."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.payment.receivables import views

ONE = "receivable-confirmations/<str:number>/"

urlpatterns = [
    path("receivable-confirmations/", views.confirmations, name="receivable-confirmations"),
    path(ONE, views.confirmation, name="receivable-confirmation"),
    *paper_paths(f"{ONE}confirmation", views.paper, name="receivable-confirmation-pdf"),
    path(f"{ONE}refusal/", views.refusal, name="receivable-refusal"),
    path(f"{ONE}steps/<str:step>/", views.step, name="receivable-step"),
    path("contracts/<str:number>/invoices/<int:place>/receivable/", views.ask,
         name="receivable-ask"),
]  # fmt: skip
