"""Addresses of the portal."""

from django.urls import path

from lucai.publication.board import views

urlpatterns = [
    path("", views.home, name="home"),
    path("notices/", views.notices, name="notices"),
    path("notices/<str:code>.pdf", views.notice_paper, name="notice-paper"),
    path("notices/<str:code>/", views.notice, name="notice"),
    path("projects/", views.projects, name="projects"),
    path("projects/<str:number>/", views.project, name="project"),
    path("search/", views.search, name="search"),
    path("buyers/<int:pk>/", views.buyer, name="buyer"),
    path("data/", views.data, name="data"),
    path("help/", views.guide, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
