"""Django's entry for deliveries."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Deliveries."""

    name = "lucai.stages.performance.deliveries"
    label = "deliveries"
    verbose_name = "交付"

    def ready(self) -> None:
        """Make permissions and the contract's tab known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
        from lucai.stages.performance.deliveries.jobs import fall_silent  # noqa: PLC0415
        from lucai.stages.performance.deliveries.lifecycle import (  # noqa: PLC0415
            ANNOUNCE,
            DELIVERY,
        )

        permissions.register(DELIVERY)
        timers.register("acceptance limits", fall_silent)
        permissions.declare(ANNOUNCE)
        tabs.register(
            tabs.Tab(
                key="deliveries", label="交付", href="/contracts/{number}/deliveries/", order=10
            )
        )
