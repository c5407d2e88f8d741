"""Django's entry for negotiations."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class NegotiationsConfig(AppConfig):
    """Negotiations."""

    name = "lucai.stages.trade.negotiations"
    label = "negotiations"
    verbose_name = "谈判与磋商"

    def ready(self) -> None:
        """Make permissions and the room's tab known."""
        from lucai.law.methods import methods  # noqa: PLC0415
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.trade.negotiations import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.negotiations.selectors import takes_part  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        for life in (lifecycle.NEGOTIATION, lifecycle.RECORD, lifecycle.CHANGE, lifecycle.OFFER):
            permissions.register(life)
        permissions.declare(lifecycle.WRITE, lifecycle.PROPOSE)
        register_section(
            Section(
                key="negotiation",
                label="谈判",
                href="/rooms/{number}/negotiation/",
                sides=frozenset(
                    {Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT, Side.SUPPLIER}
                ),
                since="evaluating",
                order=72,
                methods=frozenset(key for key, sheet in methods().items() if sheet.negotiates),
                shown=takes_part,
            )
        )
