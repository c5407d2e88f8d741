"""Django's entry for open data."""

from django.apps import AppConfig


class OcdsConfig(AppConfig):
    """OCDS releases."""

    name = "lucai.publication.ocds"
    label = "ocds"
    verbose_name = "开放数据"

    def ready(self) -> None:
        """Follow the journal."""
        from lucai.platform.journal import readers  # noqa: PLC0415 - tables exist from here on
        from lucai.publication.ocds.jobs import READER  # noqa: PLC0415

        readers.register(READER)
