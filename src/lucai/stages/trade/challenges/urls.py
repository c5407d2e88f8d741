"""Addresses of challenges."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.trade.challenges import views

ROOM = "rooms/<str:number>/challenges/"
FRAMEWORK = "frameworks/<str:number>/challenges/"
ORDER = "call-offs/<str:number>/challenges/"
ONE = "challenges/<str:number>/"

urlpatterns = [
    path(ROOM, views.room, name="room-challenges"),
    path(ROOM + "new/", views.new, name="challenge-new"),
    path(FRAMEWORK, views.beside, name="framework-challenges"),
    path(FRAMEWORK + "new/", views.new, name="framework-challenge-new"),
    path(ORDER, views.beside, name="call-off-challenges"),
    path(ORDER + "new/", views.new, name="call-off-challenge-new"),
    *[
        route
        for base, name in (("mall/orders/", "mall-order"), ("mall/inquiries/", "mall-inquiry"))
        for route in (
            path(f"{base}<str:number>/challenges/", views.beside, name=f"{name}-challenges"),
            path(f"{base}<str:number>/challenges/new/", views.new, name=f"{name}-challenge-new"),
        )
    ],
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/replies/<int:pk>/", views.reply_copy, name="challenge-reply-copy"),
    *paper_paths(
        "challenges/replies/<int:pk>", views.reply_copy_pdf, name="challenge-reply-copy-pdf"
    ),
    path(ONE, views.challenge, name="challenge"),
    path(ONE + "edit/", views.edit, name="challenge-edit"),
    path(ONE + "files/", views.files, name="challenge-files"),
    path(ONE + "files/<int:file>/", views.file, name="challenge-file"),
    path(ONE + "files/<int:file>/remove/", views.remove_file, name="challenge-file-remove"),
    path(ONE + "completion/", views.completion, name="challenge-completion"),
    path(ONE + "reply/", views.reply, name="challenge-reply"),
    path(ONE + "remedy/", views.remedy, name="challenge-remedy"),
    path(ONE + "report/", views.report, name="challenge-report"),
    *paper_paths(ONE + "letter", views.letter_pdf, name="challenge-letter-pdf"),
    *paper_paths(ONE + "reply", views.reply_pdf, name="challenge-reply-pdf"),
    path(ONE + "steps/<str:step>/", views.step, name="challenge-step"),
]
