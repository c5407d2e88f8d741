"""Addresses of files."""

from django.urls import path

from lucai.platform.files import views

urlpatterns = [path("files/<int:pk>/", views.file_content, name="file")]
