"""Django's entry for openings."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class OpeningsConfig(AppConfig):
    """Openings."""

    name = "lucai.stages.trade.openings"
    label = "openings"
    verbose_name = "开标"

    def ready(self) -> None:
        """Make permissions and the room's tab known; follow the journal."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.stages.trade.openings import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.openings.jobs import READER, unseal  # noqa: PLC0415
        from lucai.stages.trade.openings.selectors.reading_out import read_out  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415
        from lucai.stages.trade.sealing import ports  # noqa: PLC0415

        ports.use_hall(read_out)
        permissions.register(lifecycle.OPENING)
        permissions.register(lifecycle.RECORD)
        permissions.declare(lifecycle.SIGN_IN, lifecycle.ASK, lifecycle.REPLY)
        readers.register(READER)
        timers.register("suppliers' decryptions", unseal)
        register_section(
            Section(
                key="opening",
                label="开标",
                href="/rooms/{number}/opening/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER}),
                since="announced",
                order=50,
            )
        )
