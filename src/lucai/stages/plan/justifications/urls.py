"""Addresses of single-source justifications."""

from django.urls import path

from lucai.stages.plan.justifications import views

urlpatterns = [
    path("justifications/", views.justifications, name="justifications"),
    path("justifications/new/", views.new, name="justification_new"),
    path("justifications/<str:code>/", views.justification, name="justification"),
    path("justifications/<str:code>/edit/", views.edit, name="justification_edit"),
    path("justifications/<str:code>/steps/publish/", views.publish, name="justification_publish"),
    path("justifications/<str:code>/objection/", views.objection, name="justification_objection"),
    path(
        "justifications/<str:code>/conclusion/", views.conclusion, name="justification_conclusion"
    ),
]
