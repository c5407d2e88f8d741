"""Addresses of procurement projects."""

from django.urls import path

from lucai.stages.trade.projects import views

JOINT = "rooms/<str:number>/joint/"

urlpatterns = [
    path("rooms/", views.projects, name="projects"),
    path("rooms/<str:number>/", views.room, name="room"),
    path(JOINT, views.joint, name="joint"),
    path(f"{JOINT}<int:place>/", views.unit, name="joint-unit"),
    path(f"{JOINT}<int:place>/refuse/", views.refuse, name="joint-refuse"),
    path(f"{JOINT}<int:place>/leave/", views.leave, name="joint-leave"),
    path(
        f"{JOINT}<int:place>/contract/",
        views.own_contract,
        name="joint-contract",
    ),
    path(f"{JOINT}<int:place>/steps/<str:name>/", views.unit_step, name="joint-step"),
]
