"""Django's entry for acceptances."""

from django.apps import AppConfig


class AcceptancesConfig(AppConfig):
    """Acceptances."""

    name = "lucai.stages.acceptance.acceptances"
    label = "acceptances"
    verbose_name = "履约验收"

    def ready(self) -> None:
        """Make permissions and the contract's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.acceptance.acceptances.lifecycle import (  # noqa: PLC0415
            ACCEPTANCE,
            DRAFT,
        )
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415

        permissions.register(ACCEPTANCE)
        permissions.declare(DRAFT)
        tabs.register(
            tabs.Tab(
                key="acceptance", label="验收", href="/contracts/{number}/acceptance/", order=20
            )
        )
