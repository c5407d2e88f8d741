"""Django's entry for ratings."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class RatingsConfig(AppConfig):
    """Mutual ratings."""

    name = "lucai.oversight.ratings"
    label = "ratings"
    verbose_name = "互评"

    def ready(self) -> None:
        """Make permissions, menu and the reader known; watch the clock."""
        from lucai.oversight.ratings import figures  # noqa: PLC0415 - after all apps are loaded
        from lucai.oversight.ratings.filing import SOURCE  # noqa: PLC0415 - after all apps
        from lucai.oversight.ratings.jobs import READER, close_missed  # noqa: PLC0415
        from lucai.oversight.ratings.lifecycle import RATING, TASK  # noqa: PLC0415
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.registers.agencies.contributions import declare_figures  # noqa: PLC0415
        from lucai.stages.archive.packages import dossier  # noqa: PLC0415

        permissions.register(TASK)
        permissions.register(RATING)
        readers.register(READER)
        declare_figures("ratings", figures.figures, order=30)
        dossier.register(SOURCE)
        timers.register("ratings", close_missed)
        parties = frozenset({Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.EXPERT})
        declare(
            Link("/ratings/", "评价", "check", "履约", parties, order=80),
            Link("/ratings/", "互评", "check", "监管", frozenset({Side.SUPERVISOR}), order=32),
        )
