"""Addresses of the trust list."""

from django.urls import path

from lucai.platform.pki import views

urlpatterns = [
    path("trust-list/", views.trust_list, name="trust-list"),
    path("trust-list/changes/", views.changes, name="trust-changes"),
    path("trust-list/changes/new/", views.propose, name="trust-change-new"),
    path("trust-list/changes/<int:pk>/", views.change, name="trust-change"),
    path("trust-list/<str:code>/", views.anchor, name="trust-anchor"),
]
