"""Django's entry for the treasury's answers."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class TreasuryConfig(AppConfig):
    """The treasury's answers and daily reconciliations."""

    name = "lucai.stages.payment.treasury"
    label = "treasury"
    verbose_name = "国库回单与对账"

    def ready(self) -> None:
        """Make permissions and menu known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.payment.treasury import lifecycle  # noqa: PLC0415

        permissions.register(lifecycle.ANSWER)
        permissions.register(lifecycle.RECONCILIATION)
        for function in (lifecycle.TAKE_IN, lifecycle.COMPARE, lifecycle.EXPLAIN):
            permissions.declare(function)
        readers = frozenset({Side.TREASURY, Side.SUPERVISOR})
        navigation.declare(
            navigation.Link("/treasury/answers/", "国库回单", "down", "履约", readers, order=30),
            navigation.Link(
                "/treasury/reconciliations/", "国库对账", "check", "履约", readers, order=35
            ),
        )
