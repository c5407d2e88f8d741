"""Addresses of acceptances."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.acceptance.acceptances.views import acceptances as views
from lucai.stages.acceptance.acceptances.views import visits

BASE = "contracts/<str:number>/acceptance/"

urlpatterns = [
    path(
        "contracts/<str:number>/deliveries/<int:place>/accept/", views.begin, name="acceptance-new"
    ),
    path(BASE, views.acceptances, name="acceptances"),
    path(f"{BASE}<int:place>/", views.acceptance, name="acceptance"),
    path(f"{BASE}<int:place>/edit/", views.edit, name="acceptance-edit"),
    path(f"{BASE}<int:place>/object/", views.object_to, name="acceptance-object"),
    path(f"{BASE}<int:place>/publish/", views.publish, name="acceptance-publish"),
    *paper_paths(f"{BASE}<int:place>/report", views.pdf, name="acceptance-pdf"),
    path(f"{BASE}<int:place>/photos/<int:file_id>/", views.photo, name="acceptance-photo"),
    path(f"{BASE}<int:place>/invitations/", visits.invitations, name="acceptance-invitations"),
    path(
        f"{BASE}<int:place>/invitations/<int:pk>/revoke/",
        visits.revoke,
        name="acceptance-invitation-revoke",
    ),
    path(f"{BASE}<int:place>/attachments/", visits.attachments, name="acceptance-attachments"),
    path(
        f"{BASE}<int:place>/attachments/<int:file_id>/",
        visits.attachment,
        name="acceptance-attachment",
    ),
    path(
        f"{BASE}<int:place>/attachments/<int:file_id>/drop/",
        visits.drop_attachment,
        name="acceptance-attachment-drop",
    ),
    path("visit/<int:pk>/<str:token>/", visits.visit, name="acceptance-visit"),
    path(f"{BASE}<int:place>/steps/<str:step>/", views.step, name="acceptance-step"),
]
