"""Django's entry for the panel's questions to bidders."""

from django.apps import AppConfig

from lucai.kernel.actors import Side

REPORT_HEADING = "澄清、说明和补正"


class BidClarificationsConfig(AppConfig):
    """The panel's questions to bidders."""

    name = "lucai.stages.trade.bid_clarifications"
    label = "bid_clarifications"
    verbose_name = "评审澄清"

    def ready(self) -> None:
        """Make permissions and the room's tab known; watch the time; speak in reports."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.stages.trade.bid_clarifications import lifecycle, selectors  # noqa: PLC0415
        from lucai.stages.trade.bid_clarifications.jobs import lapse  # noqa: PLC0415
        from lucai.stages.trade.evaluations.ports import tell_in_report  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        permissions.register(lifecycle.CLARIFICATION)
        permissions.declare(lifecycle.ASK)
        timers.register("bid clarifications", lapse)
        tell_in_report(REPORT_HEADING, selectors.report_lines)
        register_section(
            Section(
                key="bid-clarifications",
                label="评审澄清",
                href="/rooms/{number}/bid-clarifications/",
                sides=frozenset(
                    {Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT, Side.SUPPLIER}
                ),
                since="opened",
                order=72,
                shown=selectors.has_clarifications,
            )
        )
