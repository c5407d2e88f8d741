"""Django's entry for rounds of sealed quotes."""

from functools import partial

from django.apps import AppConfig

from lucai.kernel.actors import SYSTEM


class RoundsConfig(AppConfig):
    """Rounds of sealed quotes."""

    name = "lucai.stages.trade.rounds"
    label = "rounds"
    verbose_name = "密封报价"

    def ready(self) -> None:
        """Say what envelopes of a round are taken in for; gather what opens them."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.trade.rounds.jobs import gather_due  # noqa: PLC0415
        from lucai.stages.trade.rounds.selectors import subject_of_round  # noqa: PLC0415
        from lucai.stages.trade.sealing.subjects import use_rounds  # noqa: PLC0415

        timers.register("sealed rounds", gather_due)
        use_rounds(partial(subject_of_round, SYSTEM))
