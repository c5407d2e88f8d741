"""Addresses of the expert library."""

from django.urls import path

from lucai.registers.experts.views import applying, changing, entries, objecting

ONE = "experts/<str:number>/"
APPLICATION = "expert-applications/<str:number>/"
DECISION = "expert-decisions/<str:number>/"
CHANGE = "expert-changes/<str:number>/"

urlpatterns = [
    path("experts/", entries.experts, name="experts"),
    path("experts/me/", entries.own_entry, name="expert-own"),
    path("experts/me/phone/", changing.phone, name="expert-phone"),
    path("experts/me/trainings/", entries.training, name="expert-training"),
    path(ONE, entries.expert, name="expert"),
    path(f"{ONE}suspend/", entries.suspend, name="expert-suspend"),
    path(f"{ONE}dismiss/", entries.dismiss, name="expert-dismiss"),
    path(f"{ONE}rest/", entries.rest, name="expert-rest"),
    path(f"{ONE}leave/", entries.leave, name="expert-leave"),
    path(f"{ONE}trainings/<int:place>/", entries.judge_training, name="expert-judge-training"),
    path(f"{ONE}steps/<str:step>/", entries.step, name="expert-step"),
    path("expert-applications/", applying.applications, name="expert-applications"),
    path("expert-applications/new/", applying.new, name="expert-application-new"),
    path(APPLICATION, applying.application, name="expert-application"),
    path(f"{APPLICATION}edit/", applying.edit, name="expert-application-edit"),
    path(f"{APPLICATION}accept/", applying.accept, name="expert-application-accept"),
    path(f"{APPLICATION}return/", applying.send_back, name="expert-application-return"),
    path(f"{APPLICATION}objection/", applying.objection, name="expert-application-objection"),
    path(f"{APPLICATION}decision/", applying.decision, name="expert-application-decision"),
    path(f"{APPLICATION}files/<int:file>/", applying.file, name="expert-application-file"),
    path(f"{APPLICATION}steps/<str:step>/", applying.step, name="expert-application-step"),
    path("expert-changes/", changing.changes, name="expert-changes"),
    path("expert-changes/new/", changing.new, name="expert-change-new"),
    path(CHANGE, changing.change, name="expert-change"),
    path(f"{CHANGE}refuse/", changing.refuse, name="expert-change-refuse"),
    path(f"{CHANGE}steps/<str:step>/", changing.step, name="expert-change-step"),
    path(f"{CHANGE}files/<int:file>/", changing.file, name="expert-change-file"),
    path("expert-decisions/", objecting.decisions, name="expert-decisions"),
    path(DECISION, objecting.decision, name="expert-decision"),
    path(f"{DECISION}objection/", objecting.objection, name="expert-decision-objection"),
    path(f"{DECISION}ruling/", objecting.ruling, name="expert-decision-ruling"),
    path(f"{DECISION}steps/<str:step>/", objecting.step, name="expert-decision-step"),
    path(f"{DECISION}files/<int:file>/", objecting.file, name="expert-decision-file"),
]
