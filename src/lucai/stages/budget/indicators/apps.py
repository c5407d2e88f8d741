"""Django's entry for budget indicators."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class IndicatorsConfig(AppConfig):
    """Budget indicators."""

    name = "lucai.stages.budget.indicators"
    label = "indicators"
    verbose_name = "预算指标"

    def ready(self) -> None:
        """Make permissions and menu known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.budget.indicators.lifecycle import INDICATOR, RECEIVE  # noqa: PLC0415

        permissions.register(INDICATOR)
        permissions.declare(RECEIVE)
        navigation.declare(
            navigation.Link(
                "/budget/",
                "预算指标",
                "chart",
                "采购",
                frozenset({Side.BUYER, Side.SUPERVISOR}),
                order=10,
            ),
            navigation.Link(
                "/budget/execution/",
                "预算执行",
                "chart",
                "采购",
                frozenset({Side.BUYER, Side.SUPERVISOR}),
                order=12,
            ),
        )
