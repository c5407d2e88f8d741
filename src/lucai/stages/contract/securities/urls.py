"""Addresses of performance bonds."""

from django.urls import path

from lucai.stages.contract.securities import views

BASE = "contracts/<str:number>/security/"

urlpatterns = [
    path(BASE, views.security, name="contract-security"),
    path(f"{BASE}submit/", views.submit, name="contract-security-submit"),
    path(f"{BASE}send-back/", views.send_back, name="contract-security-send-back"),
    path(f"{BASE}claim/", views.claim, name="contract-security-claim"),
    path(f"{BASE}paper/", views.paper, name="contract-security-paper"),
    path(f"{BASE}steps/<str:step>/", views.step, name="contract-security-step"),
]
