"""Django's entry for evaluations."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class EvaluationsConfig(AppConfig):
    """Evaluations."""

    name = "lucai.stages.trade.evaluations"
    label = "evaluations"
    verbose_name = "评审"

    def ready(self) -> None:
        """Make permissions, menu and the room's tab known; follow the journal."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.evaluations import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.evaluations.jobs import READER  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        permissions.register(lifecycle.SESSION)
        permissions.register(lifecycle.SHEET)
        permissions.register(lifecycle.ENQUIRY)
        permissions.declare(lifecycle.QUALIFY, lifecycle.START)
        readers.register(READER)
        navigation.declare(
            navigation.Link(
                "/evaluations/", "我的评审", "gavel", "采购", frozenset({Side.EXPERT}), order=30
            )
        )
        register_section(
            Section(
                key="evaluation",
                label="评审",
                href="/rooms/{number}/evaluation/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT}),
                since="opened",
                order=70,
            )
        )
