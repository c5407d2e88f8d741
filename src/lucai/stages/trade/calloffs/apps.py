"""Django's entry for orders under framework agreements."""

from functools import partial

from django.apps import AppConfig

from lucai.kernel.actors import SYSTEM, Side


class CallOffsConfig(AppConfig):
    """Orders under framework agreements."""

    name = "lucai.stages.trade.calloffs"
    label = "calloffs"
    verbose_name = "框架协议订单"

    def ready(self) -> None:
        """Make permissions and the menu known; keep the frameworks' running accounts."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.calloffs import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.calloffs.selectors import account_of  # noqa: PLC0415
        from lucai.stages.trade.frameworks.ports import use_deals  # noqa: PLC0415

        permissions.register(lifecycle.CALL_OFF)
        permissions.register(lifecycle.QUOTE)
        permissions.declare(lifecycle.ORDER)
        # Every deal is public: the account is the same for everybody.
        use_deals(partial(account_of, SYSTEM))
        sides = {Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR}
        navigation.declare(
            navigation.Link(
                "/call-offs/", "框架协议订单", "doc", "采购", frozenset(sides), order=61
            )
        )
