"""Django's entry for credit watches."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class CreditWatchesConfig(AppConfig):
    """Credit watches."""

    name = "lucai.registers.credit_watches"
    label = "credit_watches"
    verbose_name = "信用复核"

    def ready(self) -> None:
        """Make permissions and menu known; follow the libraries and the clock."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.registers.credit_watches import jobs  # noqa: PLC0415
        from lucai.registers.credit_watches.lifecycle import WATCH  # noqa: PLC0415

        permissions.register(WATCH)
        readers.register(jobs.READER)
        timers.register("credit_watches", jobs.recheck)
        watchers = frozenset({Side.SUPERVISOR})
        declare(Link("/credit-watch/", "信用复核", "search", "监管", watchers, order=31))
