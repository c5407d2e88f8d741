"""Django's entry for the law's pages."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class LawPagesConfig(AppConfig):
    """The law's pages."""

    name = "lucai.guidance.law"
    label = "law_pages"
    verbose_name = "法规与计算器"

    def ready(self) -> None:
        """Put the law into everybody's menu."""
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415 - after all apps

        declare(Link("/law/", "法规与计算器", "book", "资源", frozenset(Side), order=80))
