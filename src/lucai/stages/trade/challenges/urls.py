"""Addresses of challenges."""

from django.urls import path

from lucai.stages.trade.challenges import views

ROOM = "rooms/<str:number>/challenges/"
ONE = "challenges/<str:number>/"

urlpatterns = [
    path(ROOM, views.room, name="room-challenges"),
    path(ROOM + "new/", views.new, name="challenge-new"),
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/replies/<int:pk>/", views.reply_copy, name="challenge-reply-copy"),
    path("challenges/replies/<int:pk>.pdf", views.reply_copy_pdf, name="challenge-reply-copy-pdf"),
    path(ONE, views.challenge, name="challenge"),
    path(ONE + "edit/", views.edit, name="challenge-edit"),
    path(ONE + "files/", views.files, name="challenge-files"),
    path(ONE + "files/<int:file>/", views.file, name="challenge-file"),
    path(ONE + "files/<int:file>/remove/", views.remove_file, name="challenge-file-remove"),
    path(ONE + "completion/", views.completion, name="challenge-completion"),
    path(ONE + "reply/", views.reply, name="challenge-reply"),
    path(ONE + "remedy/", views.remedy, name="challenge-remedy"),
    path(ONE + "letter.pdf", views.letter_pdf, name="challenge-letter-pdf"),
    path(ONE + "reply.pdf", views.reply_pdf, name="challenge-reply-pdf"),
    path(ONE + "steps/<str:step>/", views.step, name="challenge-step"),
]
