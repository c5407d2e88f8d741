"""Django's entry for short contracts."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ShortContractsConfig(AppConfig):
    """Short contracts."""

    name = "lucai.stages.contract.short_contracts"
    label = "short_contracts"
    verbose_name = "简式合同"

    def ready(self) -> None:
        """Make permissions, the menu and the link from orders known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.contract.short_contracts import (  # noqa: PLC0415
            lifecycle,
            selectors,
            services,
        )
        from lucai.stages.trade.challenges import ports as challenged  # noqa: PLC0415
        from lucai.stages.trade.frameworks import beyond  # noqa: PLC0415

        permissions.register(lifecycle.SHORT_CONTRACT)
        challenged.register_giving_back(services.take_back)
        permissions.declare(lifecycle.PROPOSE)
        beyond.register(beyond.Beyond("简式合同", selectors.short_contract_href))
        sides = {Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR}
        navigation.declare(
            navigation.Link(
                "/short-contracts/", "简式合同", "doc", "履约", frozenset(sides), order=12
            )
        )
