"""Django's entry for the portal."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The portal."""

    name = "lucai.publication.board"
    label = "board"
    verbose_name = "信息公开"

    def ready(self) -> None:
        """Follow the journal; give everybody the portal's menu."""
        from lucai.platform.journal import readers  # noqa: PLC0415 - tables exist from here on
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.publication.board.jobs import READERS  # noqa: PLC0415
        from lucai.publication.board.menu import LINKS  # noqa: PLC0415

        for reader in READERS:
            readers.register(reader)
        navigation.declare(*LINKS)
