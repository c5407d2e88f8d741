"""Django's entry for credit."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class CreditConfig(AppConfig):
    """Credit records and scores."""

    name = "lucai.oversight.credit"
    label = "credit"
    verbose_name = "信用评价"

    def ready(self) -> None:
        """Make permissions, menus and the reader known."""
        from lucai.oversight.credit import figures  # noqa: PLC0415 - after all apps are loaded
        from lucai.oversight.credit.jobs import READER  # noqa: PLC0415 - after all apps are loaded
        from lucai.oversight.credit.lifecycle import CREDIT  # noqa: PLC0415
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.registers.agencies.contributions import declare_figures  # noqa: PLC0415

        permissions.register(CREDIT)
        readers.register(READER)
        declare_figures("credit", figures.figures, order=40)
        parties = frozenset({Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.EXPERT})
        declare(
            Link("/credit/", "信用", "chart", "", frozenset({Side.PUBLIC}), order=55),
            Link("/credit/me/", "我的信用", "chart", "资源", parties, order=66),
            Link("/credit/", "信用记录", "chart", "监管", frozenset({Side.SUPERVISOR}), order=31),
        )
