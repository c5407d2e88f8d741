"""Django's entry for contract finance."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class FinancingConfig(AppConfig):
    """Contract finance."""

    name = "lucai.stages.contract.financing"
    label = "contract_financing"
    verbose_name = "合同融资"

    def ready(self) -> None:
        """Make permissions, the contract's tab, the menu and the reader known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
        from lucai.stages.contract.financing.jobs import READER  # noqa: PLC0415
        from lucai.stages.contract.financing.lifecycle import CONSENT, INTENT  # noqa: PLC0415

        permissions.register(INTENT)
        permissions.declare(CONSENT)
        readers.register(READER)
        declare(
            Link("/financing/", "合同融资", "yuan", "履约", frozenset({Side.SUPPLIER}), order=60),
            Link("/financing/", "合同融资", "yuan", "监管", frozenset({Side.SUPERVISOR}), order=40),
        )
        tabs.register(
            tabs.Tab(
                key="financing", label="融资", href="/contracts/{number}/financing/", order=60,
                hidden_from=frozenset(Side) - {Side.SUPPLIER},
            )
        )  # fmt: skip
