"""Address of the timestamp authority."""

from django.urls import path

from lucai.platform.signatures import views

urlpatterns = [path("tsa", views.timestamp, name="tsa")]
