"""Django's entry for drawn experts."""

from django.apps import AppConfig


class DrawnExpertsConfig(AppConfig):
    """Drawn experts."""

    name = "lucai.stages.trade.drawn_experts"
    label = "drawn_experts"
    verbose_name = "抽取的评审专家"

    def ready(self) -> None:
        """Let the clock call experts out."""
        from lucai.platform import timers  # noqa: PLC0415 - after all apps are loaded
        from lucai.stages.trade.drawn_experts.jobs import call_out  # noqa: PLC0415

        timers.register("calls of drawn experts", call_out)
