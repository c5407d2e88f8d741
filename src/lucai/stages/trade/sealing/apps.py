"""Django's entry for sealed bids."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class SealingConfig(AppConfig):
    """Sealed bids."""

    name = "lucai.stages.trade.sealing"
    label = "sealing"
    verbose_name = "密封投标"

    def ready(self) -> None:
        """Make permissions known; follow the journal."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.projects import opening_keys  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415
        from lucai.stages.trade.sealing import lifecycle, selectors  # noqa: PLC0415
        from lucai.stages.trade.sealing.jobs import READER, TIMERS  # noqa: PLC0415
        from lucai.stages.trade.sealing.selectors import enrolled  # noqa: PLC0415

        permissions.register(lifecycle.SEALED_BID)
        permissions.declare(lifecycle.ENROL, lifecycle.RELEASE, lifecycle.SEAL)
        readers.register(READER)
        for name, timer in TIMERS.items():
            timers.register(name, timer)
        opening_keys.register(selectors.groups_without_key)
        opening_keys.register_recovery(enrolled.recoverers, enrolled.problems)
        holders = frozenset({Side.BUYER, Side.AGENCY, *lifecycle.RECOVERERS})
        navigation.declare(
            navigation.Link("/opening-keys/", "开标密钥", "key", "系统", holders, order=30)
        )
        register_section(
            Section(
                key="sealed",
                label="开标密钥",
                href="/rooms/{number}/sealed/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER}),
                since="announced",
                order=45,
                shown=selectors.has_policy,
            )
        )
