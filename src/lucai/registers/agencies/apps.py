"""Django's entry for the agencies' directory."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class AgenciesConfig(AppConfig):
    """The agencies' directory."""

    name = "lucai.registers.agencies"
    label = "agencies"
    verbose_name = "代理机构库"

    def ready(self) -> None:
        """Make permissions and menus known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.registers.agencies.contributions import declare_figures  # noqa: PLC0415
        from lucai.registers.agencies.figures import punctuality  # noqa: PLC0415
        from lucai.registers.agencies.lifecycle import (  # noqa: PLC0415
            AGENCY,
            DRAW,
            INSPECT,
            INSPECTION,
            KEEP,
            PLAN,
        )

        for life in (AGENCY, DRAW, INSPECTION):
            permissions.register(life)
        permissions.declare(KEEP, PLAN, INSPECT)
        declare_figures("limits", punctuality, order=20)
        finance = frozenset({Side.SUPERVISOR})
        declare(
            Link("/agencies/", "代理机构", "org", "", frozenset({Side.PUBLIC}), order=52),
            Link("/agencies/", "代理机构", "org", "资源", frozenset({Side.BUYER, Side.SUPPLIER}), order=49),
            Link("/agencies/me/", "名录登记", "org", "资源", frozenset({Side.AGENCY}), order=49),
            Link("/agencies/desk/", "代理机构", "org", "资源", finance, order=49),
            Link("/agency-inspections/", "代理机构检查", "check", "监管", finance, order=34),
            Link("/agency-inspections/", "接受检查", "check", "资源", frozenset({Side.AGENCY}), order=68),
        )  # fmt: skip
