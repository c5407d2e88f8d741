"""Django's entry for messages."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Messages to organisations."""

    name = "lucai.platform.messages"
    label = "message"
    verbose_name = "消息"

    def ready(self) -> None:
        """Follow the journal."""
        from lucai.platform.journal import readers  # noqa: PLC0415 - tables exist from here on
        from lucai.platform.messages.jobs import READER  # noqa: PLC0415

        readers.register(READER)
