"""Addresses of commissions."""

from django.urls import path
from django.views.generic import RedirectView

from lucai.stages.trade.commissions import views

ROOM = "rooms/<str:number>/commission/"

urlpatterns = [
    path("plans/<str:number>/commission/", views.entrust, name="entrust"),
    path(ROOM, views.commission, name="commission"),
    path(f"{ROOM}decline/", views.decline, name="commission_decline"),
    path(f"{ROOM}reassign/", views.reassign, name="commission_reassign"),
    path(f"{ROOM}document/", RedirectView.as_view(url="/rooms/%(number)s/document/")),
    path(f"{ROOM}steps/<str:name>/", views.step, name="commission_step"),
]
