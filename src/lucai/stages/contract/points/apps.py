"""Django's entry for points."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class PointsConfig(AppConfig):
    """Points."""

    name = "lucai.stages.contract.points"
    label = "contract_points"
    verbose_name = "合同协商意见"

    def ready(self) -> None:
        """Make permissions and the contract's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
        from lucai.stages.contract.points.lifecycle import POINT, PROPOSE  # noqa: PLC0415

        permissions.register(POINT)
        permissions.declare(PROPOSE)
        tabs.register(
            tabs.Tab(
                key="points",
                label="协商",
                href="/contracts/{number}/points/",
                order=4,
                hidden_from=frozenset({Side.TREASURY}),
            )
        )
