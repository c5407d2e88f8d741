"""Addresses of the law's pages."""

from django.urls import path

from lucai.guidance.law import views

urlpatterns = [
    path("law/", views.index, name="law"),
    path("law/calculators/<str:slug>/", views.calculator, name="law-calculator"),
    path("law/rules/", views.rules, name="law-rules"),
    path("law/rules/<str:rule_id>/", views.rule, name="law-rule"),
    path("law/articles/<path:citation>/", views.article, name="law-article"),
]
