"""Addresses of archive packages."""

from django.urls import path

from lucai.stages.archive.packages import views

urlpatterns = [
    path("archive/", views.packages, name="packages"),
    path("rooms/<str:number>/archive/", views.package, name="package"),
    path("rooms/<str:number>/archive/seal/", views.seal, name="package-seal"),
    path("rooms/<str:number>/archive/package.zip", views.download, name="package-zip"),
]
