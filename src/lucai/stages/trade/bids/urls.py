"""Addresses of bids. Writing one lies under bid/, what was opened under bids/."""

from django.urls import path

from lucai.stages.trade.bids.views import desk, opened

ROOM = "rooms/<str:number>/"

urlpatterns = [
    path("bids/", desk.my_bids, name="my-bids"),
    path(ROOM + "bid/", desk.lots, name="bid-lots"),
    path(ROOM + "bid/<int:lot>/seal/", desk.seal, name="bid-seal"),
    path(ROOM + "bids/", opened.opened, name="opened-bids"),
    path(ROOM + "bids/bonds/<int:security>/confirm/", opened.confirm, name="bond-confirm"),
    path(ROOM + "bids/bonds/<int:security>/deny/", opened.deny, name="bond-deny"),
    path(ROOM + "bids/bonds/<int:security>/refund/", opened.refund, name="bond-refund"),
    path(ROOM + "bids/bonds/<int:security>/keep/", opened.keep, name="bond-keep"),
    path(ROOM + "bids/<str:code>/", opened.sheet, name="opened-bid"),
    path(ROOM + "bids/<str:code>/bid.pdf", opened.paper, name="opened-bid-pdf"),
    path(ROOM + "bids/<str:code>/bid.json", opened.content, name="opened-bid-content"),
    path(ROOM + "bids/<str:code>/files/<int:file_id>/", opened.opened_file, name="opened-file"),
]
