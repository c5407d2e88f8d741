"""Django's entry for document downloads."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class DownloadsConfig(AppConfig):
    """Document downloads."""

    name = "lucai.stages.trade.downloads"
    label = "downloads"
    verbose_name = "采购文件获取"

    def ready(self) -> None:
        """Make the function, the holders and the room's tab known."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.trade.documents import holders  # noqa: PLC0415
        from lucai.stages.trade.downloads import services  # noqa: PLC0415
        from lucai.stages.trade.downloads.lifecycle import OBTAIN  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        permissions.declare(OBTAIN)
        holders.register(holders.Keeper(services.holders, services.keep_secret))
        register_section(
            Section(
                key="download",
                label="招标文件",
                href="/rooms/{number}/download/",
                sides=frozenset({Side.SUPPLIER}),
                since="announced",
                order=20,
            )
        )
        register_section(
            Section(
                key="downloads",
                label="文件获取记录",
                href="/rooms/{number}/downloads/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR}),
                since="announced",
                order=28,
            )
        )
