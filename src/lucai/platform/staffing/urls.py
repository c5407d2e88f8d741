"""Addresses of staff, roles and the own account."""

from django.urls import path

from lucai.platform.staffing import views

urlpatterns = [
    path("staff/", views.staff, name="staff"),
    path("staff/new/", views.add, name="staff-new"),
    path("staff/<int:pk>/", views.member, name="staff-member"),
    path("staff/<int:pk>/activity/", views.activity, name="staff-activity"),
    path("roles/", views.roles, name="roles"),
    path("roles/<str:code>/", views.role, name="role"),
    path("account/", views.account, name="account"),
    path("account/code/", views.code, name="account-code"),
]
