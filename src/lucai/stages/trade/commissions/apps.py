"""Django's entry for commissions."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class CommissionsConfig(AppConfig):
    """Commissions of agencies."""

    name = "lucai.stages.trade.commissions"
    label = "commissions"
    verbose_name = "委托代理"

    def ready(self) -> None:
        """Make permissions and the room's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.registers.agencies import contributions  # noqa: PLC0415
        from lucai.stages.trade.commissions.figures import figures, open_work  # noqa: PLC0415
        from lucai.stages.trade.commissions.lifecycle import COMMISSION, ENTRUST  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        permissions.register(COMMISSION)
        permissions.declare(ENTRUST)
        contributions.declare_figures("commissions", figures, order=10)
        contributions.declare_open_work("commissions", open_work)
        register_section(
            Section(
                key="commission",
                label="委托",
                href="/rooms/{number}/commission/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR}),
                order=10,
            )
        )
