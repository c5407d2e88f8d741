"""Addresses of obtaining tender documents."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.trade.downloads import views

ROOM = "rooms/<str:number>/"

urlpatterns = [
    path(f"{ROOM}download/", views.document, name="download"),
    path(f"{ROOM}download/obtain/", views.obtain, name="download_obtain"),
    *paper_paths(f"{ROOM}download/document", views.pdf, name="download_pdf"),
    path(f"{ROOM}downloads/", views.downloads, name="downloads"),
]
