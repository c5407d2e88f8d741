"""Addresses of the supervision of the libraries."""

from django.urls import path

from lucai.oversight.libraries import views

urlpatterns = [
    path("libraries/", views.libraries, name="libraries"),
    path("libraries.csv", views.export, name="libraries-export"),
]
