"""Django's entry for procurement plans."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class PlansConfig(AppConfig):
    """Procurement plans."""

    name = "lucai.stages.plan.plans"
    label = "plans"
    verbose_name = "采购计划"

    def ready(self) -> None:
        """Make permissions and menu known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.plan.plans.lifecycle import DRAFT, PLAN  # noqa: PLC0415

        permissions.register(PLAN)
        permissions.declare(DRAFT)
        navigation.declare(
            navigation.Link(
                "/plans/",
                "采购计划",
                "pen",
                "采购",
                frozenset({Side.BUYER, Side.SUPERVISOR}),
                order=30,
            )
        )
