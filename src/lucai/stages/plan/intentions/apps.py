"""Django's entry for procurement intentions."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class IntentionsConfig(AppConfig):
    """Procurement intentions."""

    name = "lucai.stages.plan.intentions"
    label = "intentions"
    verbose_name = "采购意向"

    def ready(self) -> None:
        """Make permissions and menu known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.plan.intentions.lifecycle import DRAFT, INTENTION  # noqa: PLC0415

        permissions.register(INTENTION)
        permissions.declare(DRAFT)
        navigation.declare(
            navigation.Link(
                "/intentions/",
                "采购意向",
                "flag",
                "采购",
                frozenset({Side.BUYER, Side.SUPERVISOR, Side.AGENCY, Side.SUPPLIER}),
                order=20,
            )
        )
