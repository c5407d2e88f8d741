"""Django's entry for framework agreements."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class FrameworksConfig(AppConfig):
    """Framework agreements."""

    name = "lucai.stages.trade.frameworks"
    label = "frameworks"
    verbose_name = "框架协议"

    def ready(self) -> None:
        """Make permissions and the menu known; watch the ends of terms."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.frameworks import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.frameworks.jobs import expire_frameworks  # noqa: PLC0415
        from lucai.stages.trade.frameworks.scope import REVIEWED_AS  # noqa: PLC0415
        from lucai.stages.trade.frameworks.selectors.reviewing import Calls  # noqa: PLC0415
        from lucai.stages.trade.groups import ports  # noqa: PLC0415

        for life in lifecycle.LIVES:
            permissions.register(life)
        permissions.declare(*lifecycle.FUNCTIONS)
        timers.register("frameworks", expire_frameworks)
        ports.register(REVIEWED_AS, Calls())
        working = {Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR}
        navigation.declare(
            navigation.Link(
                "/frameworks/", "框架协议", "doc", "采购", frozenset(working), order=60
            ),
            navigation.Link(
                "/frameworks/", "框架协议", "doc", "", frozenset({Side.PUBLIC}), order=25
            ),
        )
