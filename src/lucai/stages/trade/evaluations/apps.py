"""Django's entry for evaluations."""

from typing import Any

from django.apps import AppConfig

from lucai.kernel.actors import Side

READERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT})
EVALUATION: dict[str, Any] = {
    "key": "evaluation",
    "label": "评审",
    "href": "/rooms/{number}/evaluation/",
    "since": "opened",
    "order": 70,
}
TERMINATION: dict[str, Any] = {
    "key": "termination",
    "label": "终止采购",
    "href": "/rooms/{number}/termination/",
    "since": "announced",
    "until": "evaluated",
    "order": 99,
}
"""The two tabs of the room."""


class EvaluationsConfig(AppConfig):
    """Evaluations."""

    name = "lucai.stages.trade.evaluations"
    label = "evaluations"
    verbose_name = "评审"

    def ready(self) -> None:
        """Make permissions, menu and the room's tab known; follow the journal."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.evaluations import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.evaluations.jobs import READER  # noqa: PLC0415
        from lucai.stages.trade.evaluations.services import go_on_with_quotes  # noqa: PLC0415
        from lucai.stages.trade.negotiations import ports  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        ports.use_following(go_on_with_quotes)
        permissions.register(lifecycle.SESSION)
        permissions.register(lifecycle.SHEET)
        permissions.register(lifecycle.ENQUIRY)
        permissions.declare(lifecycle.QUALIFY, lifecycle.START, lifecycle.TERMINATE)
        readers.register(READER)
        navigation.declare(
            navigation.Link(
                "/evaluations/", "我的评审", "gavel", "采购", frozenset({Side.EXPERT}), order=30
            )
        )
        register_section(Section(sides=frozenset({Side.AGENCY}), **TERMINATION))
        register_section(Section(sides=READERS, **EVALUATION))
