"""Django's entry for sittings."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class SittingsConfig(AppConfig):
    """Evaluations over several places."""

    name = "lucai.stages.trade.sittings"
    label = "sittings"
    verbose_name = "异地评审会"

    def ready(self) -> None:
        """Make permissions and the room's tab known; follow the journal."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415
        from lucai.stages.trade.sittings import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.sittings.jobs import READER  # noqa: PLC0415
        from lucai.stages.trade.sittings.selectors import has_sitting  # noqa: PLC0415

        permissions.register(lifecycle.SITTING)
        permissions.register(lifecycle.NOTICE)
        permissions.declare(lifecycle.PLAN, lifecycle.RECORD)
        readers.register(READER)
        register_section(
            Section(
                key="sitting",
                label="异地评审会",
                href="/rooms/{number}/sitting/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT}),
                since="announced",
                order=64,
                shown=has_sitting,
            )
        )
