"""Django's entry for payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Invoices and payments."""

    name = "lucai.stages.payment.requests"
    label = "payments"
    verbose_name = "支付"

    def ready(self) -> None:
        """Make permissions, menu, the contract's tab and the room's sum known."""
        from lucai.platform import timers  # noqa: PLC0415
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
        from lucai.stages.payment.requests import selectors  # noqa: PLC0415
        from lucai.stages.payment.requests.jobs import READER, tell_of_dates  # noqa: PLC0415
        from lucai.stages.payment.requests.lifecycle import (  # noqa: PLC0415
            HAND_IN,
            INVOICE,
            PAYMENT,
            SET_CHAIN,
        )
        from lucai.stages.payment.requests.menu import LINKS  # noqa: PLC0415
        from lucai.stages.trade.projects import rooms  # noqa: PLC0415

        timers.register("due days", tell_of_dates)
        readers.register(READER)
        permissions.register(INVOICE)
        permissions.register(PAYMENT)
        permissions.declare(HAND_IN, SET_CHAIN)
        navigation.declare(*LINKS)
        tabs.register(
            tabs.Tab(key="payments", label="支付", href="/contracts/{number}/payments/", order=30)
        )
        rooms.register_money(rooms.Money(label="已支付", read=selectors.paid_sum, order=50))
