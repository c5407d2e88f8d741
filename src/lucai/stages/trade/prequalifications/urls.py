"""Addresses of prequalifications."""

from django.urls import path

from lucai.stages.trade.prequalifications import views

ROOM = "rooms/<str:number>/prequalification/"

urlpatterns = [
    path(ROOM, views.prequalification, name="prequalification"),
    path(f"{ROOM}new/", views.organise, name="prequalification_new"),
    path(f"{ROOM}edit/", views.edit, name="prequalification_edit"),
    path(f"{ROOM}return/", views.return_draft, name="prequalification_return"),
    path(f"{ROOM}amendment/", views.amend, name="prequalification_amend"),
    path(f"{ROOM}steps/<str:name>/", views.step, name="prequalification_step"),
    path(f"{ROOM}draw/", views.draw, name="prequalification_draw"),
    path(f"{ROOM}draw/finish/", views.finish, name="prequalification_draw_finish"),
    path(f"{ROOM}candidates/new/", views.add, name="prequalification_add"),
    path(f"{ROOM}candidates/<int:pk>/remove/", views.remove, name="prequalification_remove"),
    path(f"{ROOM}application/", views.apply, name="prequalification_apply"),
    path(f"{ROOM}application/withdraw/", views.withdraw, name="prequalification_withdraw"),
    path(
        f"{ROOM}application/files/<int:file>/remove/",
        views.remove_file,
        name="prequalification_file_remove",
    ),
    path(f"{ROOM}invitation/", views.invitation, name="prequalification_invitation"),
    path(f"{ROOM}applications/<int:pk>/", views.application, name="prequalification_application"),
    path(
        f"{ROOM}applications/<int:pk>/files/<int:file>/", views.file, name="prequalification_file"
    ),
    path("invitation-draws/<str:number>/", views.proof, name="invitation_draw"),
    path(
        "invitation-draws/<str:number>/draw.json", views.proof_export, name="invitation_draw_json"
    ),
]
