"""Addresses of bids. What belongs to the supplier lies under bid/, what was opened under bids/."""

from django.urls import path

from lucai.stages.trade.bids.views import desk, opened, parts

ROOM = "rooms/<str:number>/"
LOT = ROOM + "bid/<int:lot>/"

urlpatterns = [
    path("bids/", desk.my_bids, name="my-bids"),
    path(ROOM + "bid/", desk.lots, name="bid-lots"),
    path(LOT, desk.desk, name="bid"),
    path(LOT + "seal/", desk.seal, name="bid-seal"),
    path(LOT + "start/", desk.start, name="bid-start"),
    path(LOT + "terms/", parts.terms, name="bid-terms"),
    path(LOT + "price/", parts.price, name="bid-price"),
    path(LOT + "files/", parts.files, name="bid-files"),
    path(LOT + "files/<int:file_id>/", desk.own_file, name="bid-file"),
    path(LOT + "files/<int:file_id>/remove/", parts.remove_file, name="bid-file-remove"),
    path(LOT + "bond/", parts.bond, name="bid-bond"),
    path(LOT + "bond/<int:security>/remove/", parts.remove_bond, name="bid-bond-remove"),
    path(LOT + "check/", desk.check, name="bid-check"),
    path(LOT + "steps/withdraw/", desk.withdraw, name="bid-withdraw"),
    path(LOT + "steps/<str:step>/", desk.step, name="bid-step"),
    path(LOT + "receipt/", desk.receipt, name="bid-receipt"),
    path(LOT + "receipt.pdf", desk.receipt_pdf, name="bid-receipt-pdf"),
    path(LOT + "bid.pdf", desk.bid_pdf, name="bid-pdf"),
    path(LOT + "bid.json", desk.content, name="bid-content"),
    path(LOT + "<str:kind>/", parts.matrix, name="bid-matrix"),
    path(ROOM + "bids/", opened.opened, name="opened-bids"),
    path(ROOM + "bids/bonds/<int:security>/refund/", opened.refund, name="bond-refund"),
    path(ROOM + "bids/<str:code>/", opened.sheet, name="opened-bid"),
    path(ROOM + "bids/<str:code>/files/<int:file_id>/", opened.opened_file, name="opened-file"),
]
