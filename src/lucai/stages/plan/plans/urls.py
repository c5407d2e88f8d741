"""Addresses of procurement plans."""

from django.urls import path

from lucai.stages.plan.plans import views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.new, name="plan_new"),
    path("plans/<str:number>/", views.plan, name="plan"),
    path("plans/<str:number>/edit/", views.edit, name="plan_edit"),
    path("plans/<str:number>/review/", views.review, name="plan_review"),
    path("plans/<str:number>/method/", views.decision, {"where": "method"}, name="plan_method"),
    path("plans/<str:number>/filing/", views.decision, {"where": "filing"}, name="plan_filing"),
    path("plans/<str:number>/abandon/", views.decision, {"where": "abandon"}, name="plan_abandon"),
    path("plans/<str:number>/steps/<str:step>/", views.step, name="plan_step"),
]
