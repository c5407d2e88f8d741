"""The only file that chooses: which clock, which counterparts stand behind the ports."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class WiringConfig(AppConfig):
    """Wire the house once all modules are loaded."""

    name = "lucai.site"
    label = "site"
    verbose_name = "接线"

    def ready(self) -> None:
        """Choose the clock, and who hands out revocation lists."""
        from lucai.platform.pki import revocation  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.pki.fetching import HttpSource  # noqa: PLC0415

        revocation.use("http", HttpSource())
        revocation.use("https", HttpSource())
        if settings.LUCAI_DEMO:
            from lucai.platform.demonstration.clock import install  # noqa: PLC0415
            from lucai.platform.pki.demonstration import (  # noqa: PLC0415
                SCHEME,
                DemonstrationSource,
            )

            install(settings.LUCAI_DATA_DIR)
            revocation.use(SCHEME, DemonstrationSource())
