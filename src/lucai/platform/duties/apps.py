"""Django's entry for duties."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """To-dos and limits."""

    name = "lucai.platform.duties"
    label = "duties"
    verbose_name = "待办"

    def ready(self) -> None:
        """Show the number of to-dos in the menu; tell of limits that have passed."""
        from lucai.kernel.actors import Side  # noqa: PLC0415
        from lucai.platform import timers  # noqa: PLC0415 - tables exist now
        from lucai.platform.duties.alerts import alert  # noqa: PLC0415
        from lucai.platform.duties.selectors import duty_count  # noqa: PLC0415 - tables exist now
        from lucai.platform.web.navigation import Link, declare, declare_badge  # noqa: PLC0415

        declare_badge("/duties/", duty_count)
        sides = frozenset({Side.SUPERVISOR})
        declare(Link("/duties/overdue/", "逾期督办", "clock", "监管", sides, order=24))
        timers.register("overdue duties", alert)
