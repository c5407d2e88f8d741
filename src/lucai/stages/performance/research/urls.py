"""Addresses of research stages."""

from django.urls import path

from lucai.stages.performance.research import views

BASE = "contracts/<str:number>/research/"

urlpatterns = [
    path(BASE, views.stages, name="research-stages"),
    path(f"{BASE}<int:place>/", views.stage, name="research-stage"),
    path(f"{BASE}<int:place>/<str:act>/", views.act, name="research-stage-act"),
]
