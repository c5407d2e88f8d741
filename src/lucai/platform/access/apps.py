"""Django's entry for people and organisations."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People, organisations, posts, roles."""

    name = "lucai.platform.access"
    label = "access"
    verbose_name = "组织权限"
