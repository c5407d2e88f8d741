"""Django's entry for warranties."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class WarrantiesConfig(AppConfig):
    """Warranties."""

    name = "lucai.stages.acceptance.warranties"
    label = "warranties"
    verbose_name = "质保"

    def ready(self) -> None:
        """Make permissions, menu and the contract's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.acceptance.warranties.lifecycle import FAULT, REPORT  # noqa: PLC0415
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415

        permissions.register(FAULT)
        permissions.declare(REPORT)
        navigation.declare(
            navigation.Link(
                "/warranties/",
                "质保",
                "clock",
                "履约",
                frozenset({Side.BUYER, Side.SUPPLIER}),
                order=40,
            )
        )
        tabs.register(
            tabs.Tab(key="warranty", label="质保", href="/contracts/{number}/warranty/", order=40)
        )
