"""Django's entry for checking files."""

from django.apps import AppConfig


class InspectionConfig(AppConfig):
    """Checking files."""

    name = "lucai.publication.inspection"
    label = "inspection"
    verbose_name = "文件核验"
