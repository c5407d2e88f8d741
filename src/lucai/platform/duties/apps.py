"""Django's entry for duties."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """To-dos and limits."""

    name = "lucai.platform.duties"
    label = "duties"
    verbose_name = "待办"
