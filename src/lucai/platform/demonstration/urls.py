"""Addresses of the demonstration."""

from django.urls import path

from lucai.platform.demonstration import views

urlpatterns = [path("demo/clock/", views.move_clock, name="demo-clock")]
