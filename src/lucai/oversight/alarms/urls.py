"""Addresses of alarms."""

from django.urls import path

from lucai.oversight.alarms import views

urlpatterns = [
    path("key-alarms/", views.alarms, name="key-alarms"),
    path("key-alarms/<str:code>/", views.alarm, name="key-alarm"),
    path("key-alarms/<str:code>/check/", views.check, name="key-alarm-check"),
]
