"""Django's entry for sanctions."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ExclusionsConfig(AppConfig):
    """Sanctions and the answers given at the gates."""

    name = "lucai.registers.exclusions"
    label = "exclusions"
    verbose_name = "处罚和失信记录"

    def ready(self) -> None:
        """Make permissions and menus known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.registers.exclusions.lifecycle import ENTER, EXCLUSION, LOOK_UP  # noqa: PLC0415

        permissions.register(EXCLUSION)
        permissions.declare(ENTER, LOOK_UP)
        parties = frozenset({Side.BUYER, Side.AGENCY})
        declare(
            Link("/exclusions/checks/", "信用查询", "search", "资源", parties, order=67),
            Link("/exclusions/", "处罚记录", "flag", "", frozenset({Side.PUBLIC}), order=50),
            Link(
                "/exclusions/desk/", "处罚和失信", "flag", "监管",
                frozenset({Side.SUPERVISOR}), order=30,
            ),
        )  # fmt: skip
