"""Django's entry for single-source justifications."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class JustificationsConfig(AppConfig):
    """Single-source justifications."""

    name = "lucai.stages.plan.justifications"
    label = "justifications"
    verbose_name = "单一来源公示"

    def ready(self) -> None:
        """Make permissions and menu known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.plan.justifications.lifecycle import (  # noqa: PLC0415
            DRAFT,
            JUSTIFICATION,
            OBJECT,
        )

        permissions.register(JUSTIFICATION)
        permissions.declare(DRAFT, OBJECT)
        navigation.declare(
            navigation.Link(
                "/justifications/", "单一来源公示", "flag", "采购",
                frozenset({Side.BUYER, Side.SUPERVISOR, Side.SUPPLIER}), order=22,
            )
        )  # fmt: skip
