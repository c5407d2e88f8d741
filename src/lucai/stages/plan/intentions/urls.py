"""Addresses of procurement intentions."""

from django.urls import path

from lucai.stages.plan.intentions import views

urlpatterns = [
    path("intentions/", views.intentions, name="intentions"),
    path("intentions/new/", views.new, name="intention_new"),
    path("intentions/import/", views.upload, name="intentions_import"),
    path("intentions/import/confirm/", views.confirm_import, name="intentions_confirm"),
    path("intentions/import/template.xlsx", views.template, name="intentions_template"),
    path("intentions/<str:code>/", views.intention, name="intention"),
    path("intentions/<str:code>/edit/", views.edit, name="intention_edit"),
    path("intentions/<str:code>/cancel/", views.cancel, name="intention_cancel"),
    path("intentions/<str:code>/steps/<str:step>/", views.step, name="intention_step"),
]
