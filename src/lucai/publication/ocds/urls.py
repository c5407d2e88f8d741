"""Addresses of open data."""

from django.urls import path

from lucai.publication.ocds import views

urlpatterns = [
    path("ocds/releases.json", views.releases, name="ocds-releases"),
    path("ocds/records/<str:process>.json", views.record, name="ocds-record"),
    path("ocds/projects/<str:number>.json", views.project, name="ocds-project"),
]
