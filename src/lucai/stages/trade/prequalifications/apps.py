"""Django's entry for prequalifications."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class PrequalificationsConfig(AppConfig):
    """Prequalifications and invitations."""

    name = "lucai.stages.trade.prequalifications"
    label = "prequalifications"
    verbose_name = "资格预审与邀请"

    def ready(self) -> None:
        """Make permissions and the room's tab known."""
        from lucai.law.prequalification_rules import FOUND  # noqa: PLC0415
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.stages.trade.prequalifications import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.prequalifications.jobs import READER  # noqa: PLC0415
        from lucai.stages.trade.prequalifications.selectors import (  # noqa: PLC0415
            has_prequalification,
        )
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        readers.register(READER)
        permissions.register(lifecycle.PREQUALIFICATION)
        permissions.register(lifecycle.APPLICATION)
        permissions.register(lifecycle.RECOMMENDATION)
        permissions.declare(lifecycle.EDIT, lifecycle.RECOMMEND, lifecycle.REVIEW)
        register_section(
            Section(
                key="prequalification",
                label="资格预审与邀请",
                href="/rooms/{number}/prequalification/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER}),
                since="preparing",
                order=15,
                methods=frozenset({"open", "invited", "emergency", *FOUND}),
                shown=has_prequalification,
            )
        )
