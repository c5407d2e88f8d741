"""Django's entry for files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "lucai.platform.files"
    label = "files"
    verbose_name = "文件"
