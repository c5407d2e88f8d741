"""Django's entry for the law's pages."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class LawPagesConfig(AppConfig):
    """The law's pages, and what the province fills in."""

    name = "lucai.guidance.law"
    label = "law_pages"
    verbose_name = "法规与计算器"

    def ready(self) -> None:
        """Let the law read local values; make functions and menu known."""
        from lucai.guidance.law import edition  # noqa: PLC0415 - after all apps are loaded
        from lucai.guidance.law.functions import FUNCTIONS  # noqa: PLC0415
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415

        edition.install()
        permissions.declare(*FUNCTIONS)
        finance = frozenset({Side.SUPERVISOR})
        declare(
            Link("/law/", "法规与计算器", "book", "资源", frozenset(Side), order=80),
            Link("/law/local/", "地方参数", "pen", "资源", finance, order=82),
            Link("/law/calendars/", "工作日历", "calendar", "资源", finance, order=84),
        )
