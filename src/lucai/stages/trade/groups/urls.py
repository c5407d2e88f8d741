"""Addresses of review groups."""

from django.urls import path

from lucai.stages.trade.groups import views

GROUP = "review-groups/<str:number>/"

urlpatterns = [
    path("review-groups/", views.seats, name="review-groups"),
    path(GROUP, views.group, name="review-group"),
    path(f"{GROUP}draw/", views.draw, name="review-group-draw"),
    path(f"{GROUP}draw/finish/", views.finish, name="review-group-draw-finish"),
    path(f"{GROUP}sign-in/", views.sign_in, name="review-group-sign-in"),
    path(f"{GROUP}call/", views.call, name="review-group-call"),
    path(f"{GROUP}recusal/", views.recusal, name="review-group-recusal"),
    path(
        f"{GROUP}seats/<int:place>/replacement/", views.replacement, name="review-group-replacement"
    ),
    path(f"{GROUP}review/", views.review, name="review-group-review"),
    path(f"{GROUP}report/", views.report, name="review-group-report"),
    path(f"{GROUP}seats/<int:place>/agree/", views.agree, name="review-group-agree"),
    path("group-draws/<str:number>/", views.proof, name="group-draw"),
    path("group-draws/<str:number>/draw.json", views.proof_export, name="group-draw-export"),
]
