"""Django's entry for signing in."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Sign-in pages."""

    name = "lucai.platform.signin"
    label = "signin"
    verbose_name = "登录"

    def ready(self) -> None:
        """Let the clock sweep up files whose signature never came."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.signin.holding import sweep  # noqa: PLC0415

        timers.register("held files", sweep)
