"""Addresses of the law's pages."""

from django.urls import path

from lucai.guidance.law.views import calculating, calendars, local, pages

urlpatterns = [
    path("law/", pages.index, name="law"),
    path("law/calculators/<str:slug>/", calculating.calculator, name="law-calculator"),
    path("law/replay/", pages.replay, name="law-replay"),
    path("law/rules/", pages.rules, name="law-rules"),
    path("law/rules/<str:rule_id>/", pages.rule, name="law-rule"),
    path("law/articles/<str:key>/", pages.act, name="law-act"),
    path("law/articles/<path:citation>/", pages.article, name="law-article"),
    path("law/local/", local.slots, name="law-local"),
    path("law/local/<str:rule>/<str:name>/", local.slot, name="law-slot"),
    path("law/local/<str:rule>/<str:name>/set/", local.change, name="law-slot-set"),
    path("law/local/<str:rule>/<str:name>/withdraw/<int:pk>/", local.withdraw, name="law-withdraw"),
    path("law/calendars/", calendars.calendars, name="law-calendars"),
    path("law/calendars/load/", calendars.load, name="law-calendar-load"),
    path("law/calendars/load/template.xlsx", calendars.template, name="law-calendar-template"),
    path("law/calendars/<int:year>/", calendars.calendar, name="law-calendar"),
]
