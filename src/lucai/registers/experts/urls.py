"""Addresses of the expert library."""

from django.urls import path

from lucai.registers.experts import views

urlpatterns = [
    path("experts/", views.experts, name="experts"),
    path("experts/me/", views.own_entry, name="expert-own"),
    path("experts/<str:number>/", views.expert, name="expert"),
    path("experts/<str:number>/suspend/", views.suspend, name="expert-suspend"),
    path("experts/<str:number>/steps/<str:step>/", views.step, name="expert-step"),
]
