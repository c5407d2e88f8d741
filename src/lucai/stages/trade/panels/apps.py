"""Django's entry for panels."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class PanelsConfig(AppConfig):
    """Evaluation panels."""

    name = "lucai.stages.trade.panels"
    label = "panels"
    verbose_name = "评审委员会"

    def ready(self) -> None:
        """Make permissions and the room's tab known; follow the journal."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.stages.trade.drawn_experts import circles  # noqa: PLC0415
        from lucai.stages.trade.panels import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.panels.jobs import READER  # noqa: PLC0415
        from lucai.stages.trade.panels.services.circle import PANELS  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        permissions.register(lifecycle.PANEL)
        permissions.register(lifecycle.MEMBER)
        permissions.register(lifecycle.CHOICE)
        permissions.declare(lifecycle.PLAN, lifecycle.APPOINT, lifecycle.EVALUATE, lifecycle.CHOOSE)
        readers.register(READER)
        circles.register(PANELS)
        register_section(
            Section(
                key="panel",
                label="评审委员会",
                href="/rooms/{number}/panel/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT}),
                since="announced",
                order=60,
            )
        )
