"""Addresses of what experts are paid."""

from django.urls import path

from lucai.stages.trade.expert_pay import views

ONE = "expert-pay/<int:pk>/"

urlpatterns = [
    path("expert-pay/", views.pays, name="expert-pays"),
    path("expert-pay/reviews/<str:review>/", views.together, name="expert-pay-together"),
    path(ONE, views.pay, name="expert-pay"),
    path(f"{ONE}withhold/", views.withhold, name="expert-pay-withhold"),
    path(f"{ONE}steps/<str:step>/", views.step, name="expert-pay-step"),
]
