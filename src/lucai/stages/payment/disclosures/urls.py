"""Addresses of the yearly disclosures."""

from django.urls import path

from lucai.stages.payment.disclosures import views

BASE = "payments/disclosures/"
ONE = f"{BASE}<int:year>/<int:buyer>/"

urlpatterns = [
    path(BASE, views.disclosures, name="disclosures"),
    path(f"{BASE}prepare/", views.prepare, name="disclosure-prepare"),
    path(ONE, views.disclosure, name="disclosure"),
    path(f"{ONE}publish/", views.publish, name="disclosure-publish"),
    path(f"{ONE}correct/", views.correct, name="disclosure-correct"),
]
