"""Django's entry for bonds of bids that nobody opened."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class BondReturnsConfig(AppConfig):
    """Bonds of bids that nobody opened."""

    name = "lucai.stages.trade.bond_returns"
    label = "bond_returns"
    verbose_name = "未开启投标的保证金"

    def ready(self) -> None:
        """Make permissions and the menu known; follow the journal."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.bond_returns.jobs import READER  # noqa: PLC0415
        from lucai.stages.trade.bond_returns.lifecycle import ASK, RETURN, UNOPENED  # noqa: PLC0415

        permissions.register(RETURN)
        permissions.register(UNOPENED)
        permissions.declare(ASK)
        readers.register(READER)
        concerned = frozenset({Side.SUPPLIER, Side.AGENCY})
        navigation.declare(
            navigation.Link("/bond-returns/", "保证金退还", "pay", "采购", concerned, order=64)
        )
