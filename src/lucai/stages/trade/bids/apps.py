"""Django's entry for bids."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class BidsConfig(AppConfig):
    """Bids."""

    name = "lucai.stages.trade.bids"
    label = "bids"
    verbose_name = "投标文件"

    def ready(self) -> None:
        """Make permissions, menu and the room's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.bids.lifecycle import BID, SECURITY  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        permissions.register(BID)
        permissions.register(SECURITY)
        suppliers = frozenset({Side.SUPPLIER})
        navigation.declare(
            navigation.Link("/bids/", "我的投标", "pen", "采购", suppliers, order=20)
        )
        register_section(
            Section(
                key="bids",
                label="投标",
                href="/rooms/{number}/bid/",
                sides=suppliers,
                since="announced",
                order=40,
            )
        )
        register_section(
            Section(
                key="opened-bids",
                label="投标文件",
                href="/rooms/{number}/bids/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR}),
                since="opened",
                order=55,
            )
        )
