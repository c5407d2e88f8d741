"""Addresses of sealed bids."""

from django.urls import path

from lucai.stages.trade.sealing.views import drop, pages

DROP = "drop/<str:number>/<int:lot>/"

urlpatterns = [
    path("rooms/<str:number>/sealed/", pages.sealed, name="sealed"),
    path("rooms/<str:number>/sealed/<int:lot>/policy.json", pages.policy, name="opening-policy"),
    path("rooms/<str:number>/sealed/<int:lot>/package.zip", pages.package, name="sealed-package"),
    path("sealed/trust.json", pages.trust, name="sealed-trust"),
    path("rooms/<str:number>/sealed/<int:lot>/releases/", pages.release, name="share-releases"),
    path("opening-keys/", pages.own_keys, name="opening-keys"),
    path(DROP + "receipts/<str:envelope_hash>", drop.receipt, name="drop-receipt"),
    path(DROP + "<str:upload>", drop.hand_in, name="drop"),
    path(DROP + "<str:upload>/claims", drop.claim, name="drop-claim"),
    path(DROP + "<str:upload>/parts/<int:part>/chunks/<int:chunk>", drop.chunk, name="drop-chunk"),
]
