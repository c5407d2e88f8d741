"""Addresses of messages."""

from django.urls import path

from lucai.platform.messages import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read, name="inbox-read"),
]
