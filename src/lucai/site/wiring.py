"""The only file that chooses: which clock, and later which adapters stand behind the ports."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class WiringConfig(AppConfig):
    """Wire the house once all modules are loaded."""

    name = "lucai.site"
    label = "site"
    verbose_name = "接线"

    def ready(self) -> None:
        """Choose the clock; in the demonstration it is the demonstration's."""
        if settings.LUCAI_DEMO:
            from lucai.platform.demonstration.clock import install  # noqa: PLC0415

            install(settings.LUCAI_DATA_DIR)
