"""Django's entry for the punctuality of buyers."""

from django.apps import AppConfig


class PunctualityConfig(AppConfig):
    """The punctuality of buyers."""

    name = "lucai.publication.punctuality"
    label = "punctuality"
    verbose_name = "按期付款"

    def ready(self) -> None:
        """Follow the journal."""
        from lucai.platform.journal import readers  # noqa: PLC0415 - tables exist from here on
        from lucai.publication.punctuality.jobs import READER  # noqa: PLC0415

        readers.register(READER)
