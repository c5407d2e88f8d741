"""Django's entry for the mall."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class MallConfig(AppConfig):
    """The online mall."""

    name = "lucai.stages.contract.mall"
    label = "mall"
    verbose_name = "网上商城"

    def ready(self) -> None:
        """Make permissions, menus and the timer known."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.stages.contract.mall import inquiry_lifecycle, jobs, lifecycle  # noqa: PLC0415
        from lucai.stages.contract.mall.disputed import Mall  # noqa: PLC0415
        from lucai.stages.trade.challenges import ports  # noqa: PLC0415

        ports.register_later(Mall())
        permissions.register(lifecycle.MALL_ORDER)
        permissions.register(lifecycle.PRICE_REPORT)
        permissions.register(lifecycle.MALL_ENQUIRY)
        permissions.register(inquiry_lifecycle.MALL_INQUIRY)
        permissions.register(inquiry_lifecycle.MALL_QUOTE)
        permissions.declare(lifecycle.ASK, lifecycle.PLACE, lifecycle.REPORT)
        timers.register("mall orders", jobs.lapse)
        buyer, supplier = frozenset({Side.BUYER}), frozenset({Side.SUPPLIER})
        watching = frozenset({Side.BUYER, Side.SUPPLIER, Side.SUPERVISOR})
        declare(
            Link("/mall/", "网上商城", "shop", "", frozenset({Side.PUBLIC}), order=54),
            Link("/mall/", "网上商城", "shop", "采购", buyer | supplier, order=62),
            Link("/mall/orders/", "商城订单", "doc", "采购", watching, order=63),
            Link("/mall/inquiries/", "商城询价", "doc", "采购", watching, order=64),
            Link(
                "/mall/reports/", "低价线索", "flag", "监管", frozenset({Side.SUPERVISOR}), order=60
            ),
        )
