"""Django's entry for the journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal's tables."""

    name = "lucai.platform.journal"
    label = "journal"
    verbose_name = "日志"
