"""Addresses of milestones."""

from django.urls import path

from lucai.stages.performance.milestones import views

BASE = "contracts/<str:number>/milestones/"

urlpatterns = [
    path(BASE, views.milestones, name="contract-milestones"),
    path(f"{BASE}<int:place>/", views.milestone, name="contract-milestone"),
    path(f"{BASE}<int:place>/<str:act>/", views.act, name="contract-milestone-act"),
]
