"""Django's entry for cooperations."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class CooperationsConfig(AppConfig):
    """Cooperative innovation procurement."""

    name = "lucai.stages.trade.cooperations"
    label = "cooperations"
    verbose_name = "合作创新采购"

    def ready(self) -> None:
        """Make permissions and the room's tab known; follow the journal."""
        from lucai.platform import timers  # noqa: PLC0415
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.stages.trade.commissions.ports import use_beginning  # noqa: PLC0415
        from lucai.stages.trade.cooperations import lifecycle, selectors, services  # noqa: PLC0415
        from lucai.stages.trade.cooperations.jobs import READER, call_drawn  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        for life in lifecycle.LIVES:
            permissions.register(life)
        permissions.declare(lifecycle.EDIT, lifecycle.DRAW, lifecycle.APPLY, lifecycle.RESPOND)
        readers.register(READER)
        timers.register("calls of a cooperation's reserves", call_drawn)
        use_beginning("cooperative", services.open_cooperation)
        register_section(
            Section(
                key="cooperation",
                label="合作创新",
                href="/rooms/{number}/cooperation/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER}),
                since="preparing",
                order=15,
                methods=frozenset({"cooperative"}),
                shown=selectors.has_cooperation,
            )
        )
