"""Addresses of decryptions."""

from django.urls import path

from lucai.stages.trade.decryptions import views

urlpatterns = [
    path("rooms/<str:number>/decryptions/<str:code>/", views.decryption, name="decryption"),
]
