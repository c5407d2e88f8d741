"""Django's entry for transfers of archives."""

from django.apps import AppConfig

from lucai.kernel.actors import Side

READERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})


class TransfersConfig(AppConfig):
    """Transfers of archives."""

    name = "lucai.stages.archive.transfers"
    label = "archive_transfers"
    verbose_name = "档案移交"

    def ready(self) -> None:
        """Make permissions and menu known; follow what is supplemented."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.archive.transfers.jobs import READER  # noqa: PLC0415
        from lucai.stages.archive.transfers.lifecycle import HAND_OVER, TRANSFER  # noqa: PLC0415

        permissions.register(TRANSFER)
        permissions.declare(HAND_OVER)
        readers.register(READER)
        navigation.declare(
            navigation.Link("/archive/transfers/", "档案移交", "archive", "履约", READERS, order=32)
        )
