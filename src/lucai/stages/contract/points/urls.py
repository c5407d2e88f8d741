"""Addresses of points."""

from django.urls import path

from lucai.stages.contract.points import views

BASE = "contracts/<str:number>/points/"

urlpatterns = [
    path(BASE, views.points, name="contract-points"),
    path(f"{BASE}new/", views.new_point, name="contract-point-new"),
    path(f"{BASE}<int:place>/", views.point, name="contract-point"),
    path(f"{BASE}<int:place>/<str:step>/", views.answer, name="contract-point-answer"),
]
