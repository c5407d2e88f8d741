"""Django's entry for the yearly reports on reserved procurement."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ReserveReportsConfig(AppConfig):
    """Yearly reports on what was reserved for small firms."""

    name = "lucai.stages.contract.reserve_reports"
    label = "reserve_reports"
    verbose_name = "预留项目执行情况"

    def ready(self) -> None:
        """Make permissions, menu and the clock known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.contract.reserve_reports.jobs import open_last_year  # noqa: PLC0415
        from lucai.stages.contract.reserve_reports.lifecycle import REPORT, WRITE  # noqa: PLC0415

        timers.register("reserve reports", open_last_year)
        permissions.register(REPORT)
        permissions.declare(WRITE)
        navigation.declare(
            navigation.Link(
                "/reserve-reports/",
                "预留项目执行情况",
                "flag",
                "履约",
                frozenset({Side.BUYER, Side.SUPERVISOR}),
                order=27,
            )
        )
