"""Django's entry for review groups."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class GroupsConfig(AppConfig):
    """Review groups."""

    name = "lucai.stages.trade.groups"
    label = "groups"
    verbose_name = "评审小组"

    def ready(self) -> None:
        """Make permissions and the experts' menu known; have drawn experts called out."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.drawn_experts import circles  # noqa: PLC0415
        from lucai.stages.trade.groups import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.groups.services.circle import GROUPS  # noqa: PLC0415

        for life in lifecycle.LIVES:
            permissions.register(life)
        circles.register(GROUPS)
        navigation.declare(
            navigation.Link(
                "/review-groups/",
                "框架协议评审",
                "gavel",
                "采购",
                frozenset({Side.EXPERT}),
                order=35,
            )
        )
