"""Django's entry for acceptances."""

from django.apps import AppConfig


class AcceptancesConfig(AppConfig):
    """Acceptances."""

    name = "lucai.stages.acceptance.acceptances"
    label = "acceptances"
    verbose_name = "履约验收"

    def ready(self) -> None:
        """Make permissions and the contract's tab known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.stages.acceptance.acceptances.jobs import tell_of_ends  # noqa: PLC0415
        from lucai.stages.acceptance.acceptances.lifecycle import (  # noqa: PLC0415
            ACCEPTANCE,
            DRAFT,
            INVITE,
        )
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415

        permissions.register(ACCEPTANCE)
        timers.register("warranties", tell_of_ends)
        permissions.declare(DRAFT, INVITE)
        tabs.register(
            tabs.Tab(
                key="acceptance", label="验收", href="/contracts/{number}/acceptance/", order=20
            )
        )
