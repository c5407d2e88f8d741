"""Addresses of warranties."""

from django.urls import path

from lucai.stages.acceptance.warranties import views

BASE = "contracts/<str:number>/warranty/"

urlpatterns = [
    path("warranties/", views.calendar, name="warranties"),
    path(BASE, views.warranty, name="contract-warranty"),
    path(f"{BASE}<int:place>/", views.fault, name="contract-fault"),
    path(f"{BASE}<int:place>/<str:act>/", views.act, name="contract-fault-act"),
]
