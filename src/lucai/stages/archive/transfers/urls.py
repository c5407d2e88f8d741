"""Addresses of transfers of archives."""

from django.urls import path

from lucai.stages.archive.transfers import views

BASE = "archive/transfers/"
ONE = f"{BASE}<str:number>/"

urlpatterns = [
    path(BASE, views.transfers, name="archive-transfers"),
    path(f"{BASE}new/", views.new_transfer, name="archive-transfer-new"),
    path(ONE, views.transfer, name="archive-transfer"),
    path(f"{ONE}list.csv", views.item_list, name="archive-transfer-list"),
    path(f"{ONE}steps/<str:step>/", views.step, name="archive-transfer-step"),
]
