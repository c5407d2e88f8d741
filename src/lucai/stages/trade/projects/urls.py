"""Addresses of procurement projects."""

from django.urls import path

from lucai.stages.trade.projects import views

urlpatterns = [
    path("rooms/", views.projects, name="projects"),
    path("rooms/<str:number>/", views.room, name="room"),
]
