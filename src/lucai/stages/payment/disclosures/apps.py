"""Django's entry for the yearly disclosures."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class DisclosuresConfig(AppConfig):
    """Yearly disclosures of overdue payments."""

    name = "lucai.stages.payment.disclosures"
    label = "disclosures"
    verbose_name = "逾期款项公示"

    def ready(self) -> None:
        """Make permissions, menu and the clock known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.payment.disclosures.jobs import open_last_year  # noqa: PLC0415
        from lucai.stages.payment.disclosures.lifecycle import DISCLOSURE, PREPARE  # noqa: PLC0415

        timers.register("yearly disclosures", open_last_year)
        permissions.register(DISCLOSURE)
        permissions.declare(PREPARE)
        navigation.declare(
            navigation.Link(
                "/payments/disclosures/",
                "逾期款项公示",
                "bell",
                "履约",
                frozenset({Side.BUYER, Side.SUPERVISOR}),
                order=26,
            )
        )
