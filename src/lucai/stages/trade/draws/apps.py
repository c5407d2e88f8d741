"""Django's entry for draws that wait."""

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """Draws that wait for their parties' nonces."""

    name = "lucai.stages.trade.draws"
    label = "draws"
    verbose_name = "抽取随机数"

    def ready(self) -> None:
        """Make permissions known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.trade.draws import lifecycle  # noqa: PLC0415

        permissions.register(lifecycle.WAITING)
        permissions.register(lifecycle.CHANCE)
