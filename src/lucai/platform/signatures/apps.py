"""Django's entry for signatures in files."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Signatures and seals in files."""

    name = "lucai.platform.signatures"
    label = "signatures"
    verbose_name = "电子签章"
