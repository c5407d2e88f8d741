"""Django's entry for challenges."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ChallengesConfig(AppConfig):
    """Challenges."""

    name = "lucai.stages.trade.challenges"
    label = "challenges"
    verbose_name = "质疑"

    def ready(self) -> None:
        """Make permissions, menu and the room's tab known; watch the time to answer."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.challenges.jobs import watch_replies  # noqa: PLC0415
        from lucai.stages.trade.challenges.lifecycle import CHALLENGE, DRAFT  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        permissions.register(CHALLENGE)
        permissions.declare(DRAFT)
        timers.register("challenges", watch_replies)
        sides = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER})
        navigation.declare(
            navigation.Link("/challenges/", "质疑", "scale", "采购", sides, order=60)
        )
        register_section(
            Section(
                key="challenges",
                label="询问与质疑",
                href="/rooms/{number}/challenges/",
                sides=sides,
                since="prequalifying",
                order=90,
            )
        )
