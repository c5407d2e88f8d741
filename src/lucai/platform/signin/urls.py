"""Addresses of signing in."""

from django.urls import path

from lucai.platform.signin.views import passkeys, password

urlpatterns = [
    path("sign-in/", password.sign_in, name="sign-in"),
    path("sign-in/code/", password.sign_in_code, name="sign-in-code"),
    path("sign-in/passkey/", passkeys.sign_in, name="sign-in-passkey"),
    path("sign-in/passkey/options/", passkeys.sign_in_options, name="sign-in-passkey-options"),
    path("account/passkeys/", passkeys.register, name="passkey-register"),
    path("account/passkeys/options/", passkeys.options, name="passkey-options"),
    path("account/passkeys/<int:pk>/name/", passkeys.rename, name="passkey-rename"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove, name="passkey-remove"),
    path("sign-in/post/", password.choose_post, name="choose-post"),
    path("sign-in/demonstration/", password.demonstration, name="demonstration"),
    path("sign-in/demonstration/enter/", password.demonstration_enter, name="demonstration-enter"),
    path("sign-out/", password.sign_out, name="sign-out"),
    path("text-size/", password.text_size, name="text-size"),
]
