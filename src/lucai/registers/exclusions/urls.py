"""Addresses of sanctions."""

from django.urls import path

from lucai.registers.exclusions import views

ONE = "exclusions/<str:number>/"

urlpatterns = [
    path("exclusions/", views.exclusions, name="exclusions"),
    path("exclusions/desk/", views.desk, name="exclusions-desk"),
    path("exclusions/new/", views.new, name="exclusion-new"),
    path("exclusions/checks/", views.checks, name="exclusion-checks"),
    path("exclusions/checks/<int:pk>/", views.check, name="exclusion-check"),
    path(
        "exclusions/checks/<int:pk>/confirm/", views.confirm_check, name="exclusion-check-confirm"
    ),
    path("exclusions/checks/<int:pk>/evidence/", views.evidence, name="exclusion-evidence"),
    path(ONE, views.exclusion, name="exclusion"),
    path(f"{ONE}paper/", views.paper, name="exclusion-paper"),
    path(f"{ONE}refuse/", views.refuse, name="exclusion-refuse"),
    path(f"{ONE}lift/", views.lift, name="exclusion-lift"),
    path(f"{ONE}keep/", views.keep, name="exclusion-keep"),
    path(f"{ONE}steps/<str:step>/", views.step, name="exclusion-step"),
]
