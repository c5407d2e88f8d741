"""Django's entry for signatures in files."""

from typing import Any

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Signatures and seals in files."""

    name = "lucai.platform.signatures"
    label = "signatures"
    verbose_name = "电子签章"

    def ready(self) -> None:
        """Seal what waited for a seal."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded

        timers.register("papers that wait for seals", _seal_waiting)


def _seal_waiting(now: Any) -> int:
    """Ask for nothing heavy at start: what seals takes as long to load as all of Django."""
    from lucai.platform.signatures import ports  # noqa: PLC0415

    if ports.service() is None:
        return 0
    from lucai.platform.signatures.resealing import seal_waiting  # noqa: PLC0415

    return seal_waiting(now)
