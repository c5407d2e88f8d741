"""Addresses of signing in."""

from django.urls import path

from lucai.platform.signin.views import acts, certificates, passkeys, password, programs, scans

urlpatterns = [
    path("sign-in/", password.sign_in, name="sign-in"),
    path("sign-in/code/", password.sign_in_code, name="sign-in-code"),
    path("sign-in/passkey/", passkeys.sign_in, name="sign-in-passkey"),
    path("sign-in/passkey/options/", passkeys.sign_in_options, name="sign-in-passkey-options"),
    path("account/passkeys/", passkeys.register, name="passkey-register"),
    path("account/passkeys/options/", passkeys.options, name="passkey-options"),
    path("account/passkeys/<int:pk>/name/", passkeys.rename, name="passkey-rename"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove, name="passkey-remove"),
    path("sign-in/certificate/", certificates.sign_in, name="sign-in-certificate"),
    path("sign-in/certificate/question/", certificates.question, name="certificate-question"),
    path("sign-in/scan/", scans.wait, name="sign-in-scan"),
    path("sign-in/scan/state/", scans.state, name="scan-state"),
    path("sign-in/scan/finish/", scans.finish, name="scan-finish"),
    path("scan/<str:code>/", scans.phone, name="scan"),
    path("scan/<str:code>/question/", scans.question, name="scan-question"),
    path("account/certificates/", certificates.account, name="certificates"),
    path("account/certificates/question/", certificates.binding_question, name="binding-question"),
    path("account/certificates/issue/", certificates.issue, name="certificate-issue"),
    path("account/certificates/<int:pk>/remove/", certificates.unbind, name="certificate-remove"),
    path("account/certificates/<int:pk>/revoke/", certificates.revoke, name="certificate-revoke"),
    path("account/programs/", programs.keys, name="program-keys"),
    path("account/programs/<int:pk>/end/", programs.end, name="program-key-end"),
    path("sign-act/question/", acts.question, name="act-question"),
    path("account/signed/", acts.signed, name="signed-acts"),
    path("account/signed/<str:digest>/", acts.signed_one, name="signed-act"),
    path("sign-in/post/", password.choose_post, name="choose-post"),
    path("sign-in/demonstration/", password.demonstration, name="demonstration"),
    path("sign-in/demonstration/enter/", password.demonstration_enter, name="demonstration-enter"),
    path("sign-out/", password.sign_out, name="sign-out"),
    path("text-size/", password.text_size, name="text-size"),
]
