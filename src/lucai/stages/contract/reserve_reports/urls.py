"""Addresses of the yearly reports on reserved procurement."""

from django.urls import path

from lucai.stages.contract.reserve_reports import views

BASE = "reserve-reports/"
ONE = f"{BASE}<int:year>/<int:buyer>/"

urlpatterns = [
    path(BASE, views.reports, name="reserve-reports"),
    path(f"{BASE}export/", views.export, name="reserve-reports-export"),
    path(f"{BASE}prepare/", views.prepare, name="reserve-report-prepare"),
    path(ONE, views.report, name="reserve-report"),
    path(f"{ONE}export/", views.export_lines, name="reserve-report-export"),
    path(f"{ONE}adjustments/", views.adjust, name="reserve-report-adjust"),
    path(f"{ONE}adjustments/<int:pk>/withdraw/", views.withdraw, name="reserve-report-withdraw"),
    path(f"{ONE}publish/", views.publish, name="reserve-report-publish"),
    path(f"{ONE}correct/", views.correct, name="reserve-report-correct"),
]
