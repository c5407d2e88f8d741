"""Addresses of credit."""

from django.urls import path

from lucai.oversight.credit import views

ONE = "credit/records/<int:pk>/"

urlpatterns = [
    path("credit/", views.records, name="credit"),
    path("credit/me/", views.mine, name="credit-mine"),
    path(ONE, views.record, name="credit-record"),
    path(f"{ONE}object/", views.raise_objection, name="credit-object"),
    path(f"{ONE}correct/", views.correct, name="credit-correct"),
    path(f"{ONE}uphold/", views.uphold, name="credit-uphold"),
    path(f"{ONE}steps/withdraw/", views.withdraw, name="credit-withdraw"),
    path(f"{ONE}files/<int:file>/", views.file, name="credit-file"),
    path("credit/parties/<str:code>/", views.party, name="credit-party"),
    path("credit/parties/<str:code>/calculation.json", views.calculation, name="credit-json"),
]
