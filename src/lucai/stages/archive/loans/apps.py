"""Django's entry for loans of archives."""

from django.apps import AppConfig

from lucai.kernel.actors import Side

READERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR})


class LoansConfig(AppConfig):
    """Loans of archives."""

    name = "lucai.stages.archive.loans"
    label = "archive_loans"
    verbose_name = "档案借阅"

    def ready(self) -> None:
        """Make permissions, menu and the clock known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.archive.loans import jobs  # noqa: PLC0415
        from lucai.stages.archive.loans.lifecycle import ASK, LOAN  # noqa: PLC0415

        permissions.register(LOAN)
        permissions.declare(ASK)
        timers.register("archive_loans", jobs.lapse)
        navigation.declare(
            navigation.Link("/archive/loans/", "档案借阅", "archive", "履约", READERS, order=31)
        )
