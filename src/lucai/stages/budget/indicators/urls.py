"""Addresses of budget indicators."""

from django.urls import path

from lucai.stages.budget.indicators import views

urlpatterns = [
    path("budget/", views.indicators, name="indicators"),
    path("budget/receive/", views.receive, name="indicators_receive"),
    path("budget/receive/template.xlsx", views.template, name="indicators_template"),
    path("budget/execution/", views.execution, name="budget-execution"),
    path("budget/execution/report.<str:kind>", views.execution_file, name="budget-execution-file"),
    path("budget/<str:code>/carry-over/", views.carry_over, name="indicator_carry_over"),
    path("budget/<str:code>/", views.indicator, name="indicator"),
    path("budget/<str:code>/steps/<str:step>/", views.step, name="indicator_step"),
]
