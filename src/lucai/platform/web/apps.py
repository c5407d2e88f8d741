"""Django's entry for pages and components."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, components, static files."""

    name = "lucai.platform.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Put the workbench into every side's menu."""
        from lucai.kernel.actors import Side  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415

        working = frozenset(Side) - {Side.PUBLIC, Side.SYSTEM}
        declare(
            Link("/desk/", "工作台", "home", "", working, order=1),
            Link("/duties/", "待办", "todo", "", working, order=2),
            Link("/inbox/", "消息", "bell", "", working, order=90),
        )
