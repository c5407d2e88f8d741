"""Addresses of loans of archives."""

from django.urls import path

from lucai.stages.archive.loans import views

BASE = "archive/loans/"
ONE = f"{BASE}<str:number>/"

urlpatterns = [
    path(BASE, views.loans, name="archive-loans"),
    path(f"{BASE}new/", views.new_loan, name="archive-loan-new"),
    path(ONE, views.loan, name="archive-loan"),
    path(f"{ONE}lend/", views.lend, name="archive-loan-lend"),
    path(f"{ONE}refuse/", views.refuse, name="archive-loan-refuse"),
    path(f"{ONE}file/", views.file, name="archive-loan-file"),
    path(f"{ONE}page/", views.read, name="archive-loan-read"),
    path(f"{ONE}page.png", views.picture, name="archive-loan-picture"),
    path(f"{ONE}steps/<str:step>/", views.step, name="archive-loan-step"),
]
