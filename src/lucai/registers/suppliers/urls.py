"""Addresses of the supplier library."""

from django.urls import path

from lucai.registers.suppliers import views

urlpatterns = [
    path("suppliers/", views.suppliers, name="suppliers"),
    path("suppliers/<int:organisation_id>/", views.supplier, name="supplier"),
    path("company/", views.company, name="company"),
]
