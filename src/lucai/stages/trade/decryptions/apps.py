"""Django's entry for decryptions."""

from django.apps import AppConfig


class DecryptionsConfig(AppConfig):
    """Decryptions."""

    name = "lucai.stages.trade.decryptions"
    label = "decryptions"
    verbose_name = "投标文件解密"

    def ready(self) -> None:
        """Make permissions known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.trade.decryptions import lifecycle  # noqa: PLC0415

        permissions.register(lifecycle.DECRYPTION)
        permissions.register(lifecycle.RECOVERY_REQUEST)
