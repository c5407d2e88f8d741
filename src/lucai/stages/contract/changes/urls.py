"""Addresses of alterations."""

from django.urls import path

from lucai.stages.contract.changes import views

BASE = "contracts/<str:number>/changes/"

urlpatterns = [
    path(BASE, views.changes, name="contract-changes"),
    path(f"{BASE}new/<str:kind>/", views.new_change, name="contract-change-new"),
    path(f"{BASE}<int:place>/", views.change, name="contract-change"),
    path(f"{BASE}<int:place>/publish/", views.publish, name="contract-change-publish"),
    path(f"{BASE}<int:place>/<str:step>/", views.answer, name="contract-change-answer"),
]
