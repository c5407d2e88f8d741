"""Django's entry for suspensions."""

from django.apps import AppConfig


class SuspensionsConfig(AppConfig):
    """Suspensions."""

    name = "lucai.platform.suspensions"
    label = "suspensions"
    verbose_name = "暂停"
