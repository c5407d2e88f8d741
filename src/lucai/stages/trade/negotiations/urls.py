"""Addresses of negotiations."""

from django.urls import path

from lucai.stages.trade.negotiations import views

ROOM = "rooms/<str:number>/negotiation/"
LOT = ROOM + "<int:lot>/"

urlpatterns = [
    path(ROOM, views.negotiations, name="negotiations"),
    path(LOT, views.negotiation, name="negotiation"),
    path(LOT + "steps/<str:step>/", views.step, name="negotiation-step"),
    path(LOT + "records/new/", views.new_record, name="negotiation-record-new"),
    path(LOT + "records/<int:pk>/", views.record, name="negotiation-record"),
    path(LOT + "changes/new/", views.new_change, name="negotiation-change-new"),
    path(LOT + "changes/<int:pk>/", views.change, name="negotiation-change"),
    path(LOT + "quotes/", views.quotes, name="negotiation-quotes"),
    path(LOT + "offer/", views.offer, name="final-offer"),
    path(LOT + "offer/receipt.json", views.receipt, name="final-offer-receipt"),
    path(LOT + "offer/steps/<str:name>/", views.offer_step, name="final-offer-step"),
    path(LOT + "quotes/package.zip", views.package, name="final-offer-package"),
    path(LOT + "leave/", views.leave, name="negotiation-leave"),
]
