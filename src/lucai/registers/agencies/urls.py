"""Addresses of the agencies' directory and of inspections."""

from django.urls import path

from lucai.registers.agencies.views import entries, inspections

ONE = "agencies/<str:number>/"
INSPECTION = "agency-inspections/<str:number>/"
DRAW = "inspection-draws/<str:number>/"

urlpatterns = [
    path("agencies/", entries.agencies, name="agencies"),
    path("agencies/desk/", entries.desk, name="agencies_desk"),
    path("agencies/me/", entries.own, name="agency_own"),
    path("agencies/new/", entries.new, name="agency_new"),
    path(ONE, entries.agency, name="agency"),
    path(f"{ONE}edit/", entries.edit, name="agency_edit"),
    path(f"{ONE}update/", entries.update, name="agency_update"),
    path(f"{ONE}return/", entries.send_back, name="agency_return"),
    path(f"{ONE}objection/", entries.objection, name="agency_objection"),
    path(f"{ONE}decision/", entries.decision, name="agency_decision"),
    path(f"{ONE}leave/", entries.leave, name="agency_leave"),
    path(f"{ONE}remove/", entries.remove, name="agency_remove"),
    path(f"{ONE}steps/<str:step>/", entries.step, name="agency_step"),
    path("agency-inspections/", inspections.inspections, name="inspections"),
    path("agency-inspections/new/", inspections.direct, name="inspection_new"),
    path(INSPECTION, inspections.inspection, name="inspection"),
    path(f"{INSPECTION}report/", inspections.report, name="inspection_report"),
    path(f"{INSPECTION}answer/", inspections.answer, name="inspection_answer"),
    path(f"{INSPECTION}steps/<str:step>/", inspections.step, name="inspection_step"),
    path("inspection-draws/", inspections.draws, name="inspection_draws"),
    path("inspection-draws/new/", inspections.plan, name="inspection_draw_new"),
    path(DRAW, inspections.draw, name="inspection_draw"),
    path(f"{DRAW}draw.json", inspections.draw_export, name="inspection_draw_json"),
    path(f"{DRAW}steps/<str:step>/", inspections.draw_step, name="inspection_draw_step"),
]
