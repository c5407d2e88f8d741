"""Addresses of second reviews."""

from django.urls import path

from lucai.stages.trade.reevaluations import views

ROOM = "rooms/<str:number>/re-evaluation/"
LOT = ROOM + "<int:lot>/"

urlpatterns = [
    path(ROOM, views.reviews, name="re-evaluations"),
    path(LOT, views.review, name="re-evaluation"),
    path(LOT + "order/", views.order, name="re-evaluation-order"),
    path(LOT + "opinion/", views.opinion, name="re-evaluation-opinion"),
    path(LOT + "filing/", views.filing, name="re-evaluation-filing"),
]
