"""Django's entry for staff and roles."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class StaffingConfig(AppConfig):
    """Staff and roles."""

    name = "lucai.platform.staffing"
    label = "staffing"
    verbose_name = "组织权限"

    def ready(self) -> None:
        """Make functions and menu known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.staffing.functions import FUNCTIONS  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415

        permissions.declare(*FUNCTIONS)
        working = frozenset(Side) - {Side.PUBLIC, Side.SYSTEM}
        declare(
            Link("/staff/", "人员与岗位", "user", "系统", working - {Side.EXPERT}, order=10),
            Link("/roles/", "角色与功能", "key", "系统", frozenset({Side.ADMINISTRATOR}), order=20),
            Link("/account/", "我的账号", "shield", "系统", working, order=90),
        )
