"""Addresses of checking files."""

from django.urls import path

from lucai.publication.inspection import views

urlpatterns = [
    path("verify-file/", views.verify_file, name="verify-file"),
    path("verify-file/<str:sha256>.json", views.proof, name="verify-file-proof"),
    path("verify-receivable/", views.verify_receivable, name="verify-receivable"),
]
