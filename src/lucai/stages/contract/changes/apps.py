"""Django's entry for alterations."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Alterations."""

    name = "lucai.stages.contract.changes"
    label = "contract_changes"
    verbose_name = "合同变更"

    def ready(self) -> None:
        """Make permissions and the contract's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.contract.changes.lifecycle import (  # noqa: PLC0415
            CHANGE,
            PROPOSE,
        )
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415

        permissions.register(CHANGE)
        permissions.declare(PROPOSE)
        tabs.register(
            tabs.Tab(key="changes", label="变更", href="/contracts/{number}/changes/", order=6)
        )
