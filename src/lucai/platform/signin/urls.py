"""Addresses of signing in."""

from django.urls import path

from lucai.platform.signin import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.sign_in_code, name="sign-in-code"),
    path("sign-in/post/", views.choose_post, name="choose-post"),
    path("sign-in/demonstration/", views.demonstration, name="demonstration"),
    path("sign-in/demonstration/enter/", views.demonstration_enter, name="demonstration-enter"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("text-size/", views.text_size, name="text-size"),
]
