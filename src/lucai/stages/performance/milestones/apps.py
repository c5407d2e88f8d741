"""Django's entry for milestones."""

from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    """Milestones."""

    name = "lucai.stages.performance.milestones"
    label = "milestones"
    verbose_name = "履约节点"

    def ready(self) -> None:
        """Make permissions and the contract's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
        from lucai.stages.performance.milestones.lifecycle import (  # noqa: PLC0415
            MILESTONE,
            PLAN,
        )

        permissions.register(MILESTONE)
        permissions.declare(PLAN)
        tabs.register(
            tabs.Tab(
                key="milestones", label="节点", href="/contracts/{number}/milestones/", order=9
            )
        )
