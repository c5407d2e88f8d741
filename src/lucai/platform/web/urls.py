"""Addresses of the gallery."""

from django.urls import path

from lucai.platform.web import views

urlpatterns = [path("gallery/", views.gallery, name="gallery")]
