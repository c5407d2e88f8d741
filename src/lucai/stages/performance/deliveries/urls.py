"""Addresses of deliveries."""

from django.urls import path

from lucai.stages.performance.deliveries import views

BASE = "contracts/<str:number>/deliveries/"

urlpatterns = [
    path(BASE, views.deliveries, name="deliveries"),
    path(f"{BASE}new/", views.new_delivery, name="delivery-new"),
    path(f"{BASE}<int:place>/", views.delivery, name="delivery"),
    path(f"{BASE}<int:place>/deliver/", views.deliver, name="delivery-deliver"),
    path(f"{BASE}<int:place>/receive/", views.receive, name="delivery-receive"),
    path(f"{BASE}<int:place>/reject/", views.reject, name="delivery-reject"),
    path(f"{BASE}<int:place>/rework/", views.rework, name="delivery-rework"),
    path(f"{BASE}<int:place>/redo/", views.redo, name="delivery-redo"),
    path(f"{BASE}<int:place>/postpone/", views.postpone, name="delivery-postpone"),
    path(f"{BASE}<int:place>/photos/", views.add_photo, name="delivery-photos"),
    path(f"{BASE}<int:place>/photos/<int:file_id>/", views.photo, name="delivery-photo"),
]
