"""Addresses of the public log."""

from django.urls import path

from lucai.publication.log import views

urlpatterns = [
    path("log/checkpoint", views.checkpoint, name="log-checkpoint"),
    path("log/tile/<path:path>", views.tile, name="log-tile"),
    path("feed/", views.feed, name="feed"),
]
