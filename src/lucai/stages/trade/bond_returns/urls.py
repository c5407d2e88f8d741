"""Addresses of bonds of bids that nobody opened."""

from django.urls import path

from lucai.stages.trade.bond_returns import views

ONE = "bond-returns/<int:pk>/"
LOT = "unopened-bonds/<int:pk>/"

urlpatterns = [
    path("bond-returns/", views.returns, name="bond-returns"),
    path("bond-returns/new/", views.new, name="bond-return-new"),
    path(ONE, views.one, name="bond-return"),
    path(f"{ONE}refund/", views.refund, name="bond-return-refund"),
    path(f"{ONE}denial/", views.denial, name="bond-return-denial"),
    path(LOT, views.unopened, name="unopened-bonds"),
    path(f"{LOT}settlement/", views.settlement, name="unopened-bonds-settlement"),
]
