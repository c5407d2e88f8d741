"""Django's entry for pages and components."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, components, static files."""

    name = "lucai.platform.web"
    label = "web"
    verbose_name = "页面"
