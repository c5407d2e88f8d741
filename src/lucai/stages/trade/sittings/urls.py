"""Addresses of sittings."""

from django.urls import path

from lucai.stages.trade.sittings import views

SITTING = "rooms/<str:number>/sitting/"

urlpatterns = [
    path(SITTING, views.sitting, name="sitting"),
    path(SITTING + "presence/", views.presence, name="sitting-presence"),
    path(SITTING + "plan/", views.plan, name="sitting-plan"),
    path(SITTING + "places/", views.places, name="sitting-places"),
    path(SITTING + "discipline/", views.discipline, name="sitting-discipline"),
    path(SITTING + "cancel/", views.cancel, name="sitting-cancel"),
    path(SITTING + "notice/acknowledge/", views.acknowledge, name="sitting-acknowledge"),
    path(SITTING + "steps/<str:step>/", views.step, name="sitting-step"),
    path(SITTING + "live/", views.live, name="sitting-live"),
    path(SITTING + "beat/", views.beat, name="sitting-beat"),
    path(SITTING + "recordings/", views.keep, name="sitting-recordings"),
    path(SITTING + "recordings/<int:pk>/", views.recording, name="sitting-recording"),
]
