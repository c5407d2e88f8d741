"""Addresses of breach records."""

from django.urls import path

from lucai.stages.performance.breaches import views

BASE = "contracts/<str:number>/breaches/"

urlpatterns = [
    path(BASE, views.breaches, name="contract-breaches"),
    path(f"{BASE}new/", views.new_breach, name="contract-breach-new"),
    path(f"{BASE}<int:place>/", views.breach, name="contract-breach"),
    path(f"{BASE}<int:place>/evidence/", views.evidence, name="contract-breach-evidence"),
    path(f"{BASE}<int:place>/<str:step>/", views.act, name="contract-breach-act"),
]
