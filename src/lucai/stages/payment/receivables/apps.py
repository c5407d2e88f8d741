"""Django's entry for confirmed receivables."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ReceivablesConfig(AppConfig):
    """Confirmed receivables."""

    name = "lucai.stages.payment.receivables"
    label = "receivables"
    verbose_name = "应收账款确认"

    def ready(self) -> None:
        """Make permissions and the menu known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.payment.receivables.lifecycle import ASK, CONFIRMATION  # noqa: PLC0415

        permissions.register(CONFIRMATION)
        permissions.declare(ASK)
        concerned = frozenset({Side.SUPPLIER, Side.BUYER, Side.SUPERVISOR})
        navigation.declare(
            navigation.Link(
                "/receivable-confirmations/", "应收账款确认", "pay", "履约", concerned, order=27
            )
        )
