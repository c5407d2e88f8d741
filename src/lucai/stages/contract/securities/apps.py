"""Django's entry for performance bonds."""

from django.apps import AppConfig


class SecuritiesConfig(AppConfig):
    """Performance bonds."""

    name = "lucai.stages.contract.securities"
    label = "contract_securities"
    verbose_name = "履约保证金"

    def ready(self) -> None:
        """Make permissions, the contract's tab and the reader known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
        from lucai.stages.contract.securities.jobs import READER  # noqa: PLC0415
        from lucai.stages.contract.securities.lifecycle import SECURITY  # noqa: PLC0415

        permissions.register(SECURITY)
        readers.register(READER)
        tabs.register(
            tabs.Tab(key="security", label="保证金", href="/contracts/{number}/security/", order=8)
        )
