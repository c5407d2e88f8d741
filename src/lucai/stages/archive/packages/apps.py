"""Django's entry for archive packages."""

from django.apps import AppConfig

from lucai.kernel.actors import SYSTEM, Side

READERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})


class PackagesConfig(AppConfig):
    """Archive packages."""

    name = "lucai.stages.archive.packages"
    label = "packages"
    verbose_name = "采购档案"

    def ready(self) -> None:
        """Make permissions, menu, tab and papers known; open files when procurements end."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.archive.packages import jobs  # noqa: PLC0415
        from lucai.stages.archive.packages import lifecycle as life  # noqa: PLC0415

        permissions.register(life.PACKAGE)
        permissions.register(life.HOLD)
        permissions.declare(life.CHECK, life.PLACE_HOLD)
        timers.register("archive", jobs.watch)
        readers.register(jobs.READER)
        navigation.declare(
            navigation.Link("/archive/", "采购档案", "archive", "履约", READERS, order=30)
        )
        _papers()
        _tabs()


def _papers() -> None:
    from lucai.stages.archive.packages import (  # noqa: PLC0415 - after all apps are loaded
        dossier,
        frameworks,
        life_sources,
        orders,
        performance_sources,
        proof_sources,
        trade_sources,
    )

    dossier.register(
        *trade_sources.sources(),
        *proof_sources.sources(),
        *life_sources.sources(),
        *performance_sources.sources(),
        *orders.sources(),
        *frameworks.sources(),
    )


def _tabs() -> None:
    from lucai.stages.archive.packages import selectors  # noqa: PLC0415 - after all apps are loaded
    from lucai.stages.archive.packages.selectors import keeping  # noqa: PLC0415
    from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
    from lucai.stages.trade.frameworks import beyond  # noqa: PLC0415
    from lucai.stages.trade.projects import rooms  # noqa: PLC0415

    tabs.register(
        tabs.Tab(
            key="archive", label="归档", href="/contracts/{number}/archive/", order=95,
            hidden_from=frozenset(Side) - READERS, only=lambda number: keeping.is_filed(SYSTEM, number),
        )
    )  # fmt: skip
    beyond.register(beyond.Beyond("归档", keeping.package_href))

    rooms.register_section(
        rooms.Section(
            key="archive",
            label="归档",
            href="/rooms/{number}/archive/",
            sides=READERS,
            since="completed",
            order=95,
            shown=selectors.has_package,
        )
    )
