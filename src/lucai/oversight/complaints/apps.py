"""Django's entry for complaints."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ComplaintsConfig(AppConfig):
    """Complaints."""

    name = "lucai.oversight.complaints"
    label = "complaints"
    verbose_name = "投诉"

    def ready(self) -> None:
        """Make permissions, menu and the room's tab known; watch the clocks."""
        from lucai.oversight.complaints.archiving import SOURCE  # noqa: PLC0415
        from lucai.oversight.complaints.jobs import watch_complaints  # noqa: PLC0415
        from lucai.oversight.complaints.lifecycle import (  # noqa: PLC0415
            APPEAL,
            COMPLAINT,
            FUNCTIONS,
            STATEMENT,
        )
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.archive.packages import dossier  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        dossier.register(SOURCE)
        permissions.register(COMPLAINT)
        permissions.register(STATEMENT)
        permissions.register(APPEAL)
        permissions.declare(*FUNCTIONS)
        timers.register("complaints", watch_complaints)
        parties = frozenset({Side.BUYER, Side.AGENCY, Side.SUPPLIER})
        finance = frozenset({Side.SUPERVISOR})
        navigation.declare(
            navigation.Link("/complaints/", "投诉", "gavel", "采购", parties, order=61),
            navigation.Link("/complaints/", "投诉处理", "gavel", "监管", finance, order=10),
        )
        register_section(
            Section(
                key="complaints",
                label="投诉",
                href="/rooms/{number}/complaints/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR}),
                since="announced",
                order=91,
            )
        )
