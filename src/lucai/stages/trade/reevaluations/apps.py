"""Django's entry for second reviews."""

from django.apps import AppConfig

from lucai.kernel.actors import Side

REPORT_HEADING = "重新评审"


class ReEvaluationsConfig(AppConfig):
    """Second reviews."""

    name = "lucai.stages.trade.reevaluations"
    label = "reevaluations"
    verbose_name = "重新评审"

    def ready(self) -> None:
        """Make permissions and the room's tab known; follow the journal; speak in reports."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.stages.trade.evaluations.ports import tell_in_report  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415
        from lucai.stages.trade.reevaluations import lifecycle, selectors  # noqa: PLC0415
        from lucai.stages.trade.reevaluations.jobs import READER  # noqa: PLC0415
        from lucai.stages.trade.reevaluations.rules import METHODS  # noqa: PLC0415

        permissions.register(lifecycle.REVIEW)
        permissions.register(lifecycle.OPINION)
        permissions.declare(lifecycle.ORDER)
        readers.register(READER)
        tell_in_report(REPORT_HEADING, selectors.report_lines)
        register_section(
            Section(
                key="reevaluation",
                label="重新评审",
                href="/rooms/{number}/re-evaluation/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT}),
                since="evaluating",
                order=75,
                shown=selectors.has_reviews,
                methods=METHODS,
            )
        )
