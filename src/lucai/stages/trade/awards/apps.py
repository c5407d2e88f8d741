"""Django's entry for awards."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class AwardsConfig(AppConfig):
    """Awards."""

    name = "lucai.stages.trade.awards"
    label = "awards"
    verbose_name = "定标"

    def ready(self) -> None:
        """Make permissions and the room's tabs known; watch the buyer's silence."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.access import permissions  # noqa: PLC0415
        from lucai.stages.trade.awards import lifecycle  # noqa: PLC0415
        from lucai.stages.trade.awards.jobs import decide_for_the_silent  # noqa: PLC0415
        from lucai.stages.trade.projects.rooms import Section, register_section  # noqa: PLC0415

        permissions.register(lifecycle.AWARD)
        timers.register("awards", decide_for_the_silent)
        register_section(
            Section(
                key="award",
                label="定标",
                href="/rooms/{number}/award/",
                sides=frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR}),
                since="evaluating",
                order=80,
            )
        )
        register_section(
            Section(
                key="result",
                label="评审结果",
                href="/rooms/{number}/result/",
                sides=frozenset({Side.SUPPLIER}),
                since="evaluated",
                order=80,
            )
        )
