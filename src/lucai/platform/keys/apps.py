"""The app of data keys."""

from __future__ import annotations

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Data keys."""

    name = "lucai.platform.keys"
    label = "keys"
