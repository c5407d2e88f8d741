"""Django's entry for breach records."""

from django.apps import AppConfig


class BreachesConfig(AppConfig):
    """Breach records."""

    name = "lucai.stages.performance.breaches"
    label = "breaches"
    verbose_name = "违约记录"

    def ready(self) -> None:
        """Make permissions and the contract's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
        from lucai.stages.performance.breaches.lifecycle import BREACH, RAISE  # noqa: PLC0415

        permissions.register(BREACH)
        permissions.declare(RAISE)
        tabs.register(
            tabs.Tab(key="breaches", label="违约", href="/contracts/{number}/breaches/", order=45)
        )
