"""Django's entry for messages."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Messages to organisations."""

    name = "lucai.platform.messages"
    label = "message"
    verbose_name = "消息"

    def ready(self) -> None:
        """Follow the journal; show the number of unread messages."""
        from lucai.platform.journal import readers  # noqa: PLC0415 - tables exist from here on
        from lucai.platform.messages.jobs import READER  # noqa: PLC0415
        from lucai.platform.messages.selectors import unread_count  # noqa: PLC0415
        from lucai.platform.web.navigation import declare_badge  # noqa: PLC0415

        readers.register(READER)
        declare_badge("/inbox/", unread_count)
