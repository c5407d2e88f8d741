"""Addresses of credit watches."""

from django.urls import path

from lucai.registers.credit_watches import views

urlpatterns = [
    path("credit-watch/", views.watches, name="credit-watches"),
    path("credit-watch/<int:pk>/", views.watch, name="credit-watch"),
    path("credit-watch/<int:pk>/settle/", views.settle, name="credit-watch-settle"),
]
