"""Django's entry for asset cards."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class AssetsConfig(AppConfig):
    """Asset cards."""

    name = "lucai.stages.acceptance.assets"
    label = "acceptance_assets"
    verbose_name = "资产卡片"

    def ready(self) -> None:
        """Make permissions, menu, tab and reader known; try again what did not arrive."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web.navigation import Link, declare  # noqa: PLC0415
        from lucai.stages.acceptance.assets.jobs import READER, try_again  # noqa: PLC0415
        from lucai.stages.acceptance.assets.lifecycle import TRANSFER  # noqa: PLC0415
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415

        permissions.register(TRANSFER)
        readers.register(READER)
        timers.register("assets", try_again)
        declare(Link("/assets/", "资产卡片", "box", "履约", frozenset({Side.BUYER}), order=70))
        hidden = frozenset(Side) - {Side.BUYER}
        tabs.register(
            tabs.Tab(
                key="assets", label="资产", href="/contracts/{number}/assets/", order=70,
                hidden_from=hidden,
            )
        )  # fmt: skip
