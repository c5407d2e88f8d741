"""Django's entry for the expert library."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ExpertsConfig(AppConfig):
    """The expert library."""

    name = "lucai.registers.experts"
    label = "experts"
    verbose_name = "评审专家库"

    def ready(self) -> None:
        """Make permissions and menu known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.registers.experts.jobs import close_unopposed, end_rests  # noqa: PLC0415
        from lucai.registers.experts.lifecycle import (  # noqa: PLC0415
            APPLICATION,
            APPLY,
            CHANGE,
            DECISION,
            EXPERT,
            KEEP,
            OWN_ENTRY,
        )

        permissions.register(EXPERT)
        permissions.register(APPLICATION)
        permissions.register(DECISION)
        permissions.register(CHANGE)
        permissions.declare(KEEP, OWN_ENTRY, APPLY)
        timers.register("experts' leaves", end_rests)
        timers.register("decisions about experts", close_unopposed)
        navigation.declare(
            navigation.Link(
                "/experts/", "评审专家", "users", "资源", frozenset({Side.SUPERVISOR}), order=60
            ),
            navigation.Link(
                "/experts/me/", "专家资料", "user", "资源", frozenset({Side.EXPERT}), order=60
            ),
        )
