"""Addresses of contract finance."""

from django.urls import path

from lucai.stages.contract.financing import views

ONE = "financing/<str:number>/"

urlpatterns = [
    path("contracts/<str:number>/financing/", views.desk, name="contract-financing"),
    path("contracts/<str:number>/financing/consent/", views.consent, name="financing-consent"),
    path("financing/", views.intents, name="financing"),
    path(ONE, views.intent, name="financing-one"),
    path(f"{ONE}steps/<str:step>/", views.step, name="financing-step"),
]
