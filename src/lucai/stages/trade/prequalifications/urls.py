"""Addresses of prequalifications."""

from django.urls import path

from lucai.stages.trade.prequalifications.views import recommending, rounds

ROOM = "rooms/<str:number>/prequalification/"

urlpatterns = [
    path(ROOM, rounds.prequalification, name="prequalification"),
    path(f"{ROOM}new/", rounds.organise, name="prequalification_new"),
    path(f"{ROOM}edit/", rounds.edit, name="prequalification_edit"),
    path(f"{ROOM}return/", rounds.return_draft, name="prequalification_return"),
    path(f"{ROOM}amendment/", rounds.amend, name="prequalification_amend"),
    path(f"{ROOM}steps/<str:name>/", rounds.step, name="prequalification_step"),
    path(f"{ROOM}draw/", rounds.draw, name="prequalification_draw"),
    path(f"{ROOM}draw/finish/", rounds.finish, name="prequalification_draw_finish"),
    path(f"{ROOM}candidates/new/", rounds.add, name="prequalification_add"),
    path(f"{ROOM}candidates/<int:pk>/remove/", rounds.remove, name="prequalification_remove"),
    path(f"{ROOM}application/", rounds.apply, name="prequalification_apply"),
    path(f"{ROOM}application/withdraw/", rounds.withdraw, name="prequalification_withdraw"),
    path(
        f"{ROOM}application/files/<int:file>/remove/",
        rounds.remove_file,
        name="prequalification_file_remove",
    ),
    path(f"{ROOM}invitation/", rounds.invitation, name="prequalification_invitation"),
    path(f"{ROOM}applications/<int:pk>/", rounds.application, name="prequalification_application"),
    path(
        f"{ROOM}applications/<int:pk>/files/<int:file>/", rounds.file, name="prequalification_file"
    ),
    path("recommendations/<int:pk>/", recommending.words, name="recommendation"),
    path("recommendations/<int:pk>/decline/", recommending.decline, name="recommendation_decline"),
    path("recommendations/<int:pk>/excuse/", recommending.excuse, name="recommendation_excuse"),
    path("invitation-draws/<str:number>/", rounds.proof, name="invitation_draw"),
    path(
        "invitation-draws/<str:number>/draw.json", rounds.proof_export, name="invitation_draw_json"
    ),
]
