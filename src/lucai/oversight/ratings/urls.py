"""Addresses of ratings."""

from django.urls import path

from lucai.oversight.ratings import views

ONE = "ratings/<str:key>/"

urlpatterns = [
    path("ratings/", views.ratings, name="ratings"),
    path("ratings/given/", views.given, name="ratings-given"),
    path("ratings/tasks/", views.tasks, name="rating-tasks"),
    path("ratings/tasks/<int:pk>/", views.task, name="rating-task"),
    path("ratings/tasks/<int:pk>/give/", views.give, name="rating-give"),
    path(ONE, views.rating, name="rating"),
    path(f"{ONE}reply/", views.reply, name="rating-reply"),
    path(f"{ONE}files/<int:file>/", views.file, name="rating-file"),
]
