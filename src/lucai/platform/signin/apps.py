"""Django's entry for signing in."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Sign-in pages."""

    name = "lucai.platform.signin"
    label = "signin"
    verbose_name = "登录"
