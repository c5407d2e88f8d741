"""Addresses of first accounts."""

from django.urls import path

from lucai.registers.accounts import views

ONE = "account-invitations/<str:number>/"

urlpatterns = [
    path("account-invitations/", views.invitations, name="account-invitations"),
    path("account-invitations/new/buyer/", views.invite_buyer, name="account-invite-buyer"),
    path("account-invitations/new/expert/", views.invite_expert, name="account-invite-expert"),
    path(ONE, views.invitation, name="account-invitation"),
    path(f"{ONE}steps/<str:name>/", views.step, name="account-invitation-step"),
    path("invited/", views.opening, name="invited"),
]
