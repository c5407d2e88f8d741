"""Django's entry for contracts."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ContractsConfig(AppConfig):
    """Contracts."""

    name = "lucai.stages.contract.contracts"
    label = "contracts"
    verbose_name = "采购合同"

    def ready(self) -> None:
        """Make permissions, menu and the room's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.contract.contracts import selectors  # noqa: PLC0415
        from lucai.stages.contract.contracts.lifecycle import (  # noqa: PLC0415
            ACKNOWLEDGE,
            CONTRACT,
            DRAFT,
            MARK,
        )
        from lucai.stages.trade.challenges import ports  # noqa: PLC0415
        from lucai.stages.trade.projects import rooms  # noqa: PLC0415

        ports.register_binding(selectors.contract_binds)
        permissions.register(CONTRACT)
        permissions.declare(DRAFT, ACKNOWLEDGE, MARK)
        navigation.declare(
            navigation.Link(
                "/contracts/",
                "合同",
                "doc",
                "履约",
                frozenset({Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR, Side.TREASURY}),
                order=10,
            )
        )
        rooms.register_section(
            rooms.Section(
                key="contracts",
                label="合同",
                href="/rooms/{number}/contracts/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR}),
                since="awarded",
                order=85,
            )
        )
        rooms.register_money(rooms.Money(label="合同金额", read=selectors.contracted_sum, order=40))
