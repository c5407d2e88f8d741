"""Addresses of decryptions."""

from django.urls import path

from lucai.stages.trade.decryptions import views

urlpatterns = [
    path("rooms/<str:number>/decryptions/<str:code>/", views.decryption, name="decryption"),
    path("recoveries/<str:code>/", views.recovery, name="recovery"),
    path("recoveries/<str:code>/releases/", views.release_recovery, name="recovery-releases"),
]
