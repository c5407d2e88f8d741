"""Addresses of the panel's questions to bidders."""

from django.urls import path

from lucai.stages.trade.bid_clarifications import views

ROOM = "rooms/<str:number>/bid-clarifications/"

urlpatterns = [
    path(ROOM, views.clarifications, name="bid-clarifications"),
    path(ROOM + "<int:lot>/<str:code>/ask/", views.ask, name="bid-clarification-ask"),
    path(ROOM + "<int:pk>/", views.clarification, name="bid-clarification"),
    path(ROOM + "<int:pk>/files/<int:file>/", views.file, name="bid-clarification-file"),
]
