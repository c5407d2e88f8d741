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
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.registers.experts.lifecycle import EXPERT, KEEP, OWN  # noqa: PLC0415

        permissions.register(EXPERT)
        permissions.declare(KEEP, OWN)
        navigation.declare(
            navigation.Link(
                "/experts/", "评审专家", "users", "资源", frozenset({Side.SUPERVISOR}), order=60
            ),
            navigation.Link(
                "/experts/me/", "专家资料", "user", "资源", frozenset({Side.EXPERT}), order=60
            ),
        )
