"""Django's entry for research stages."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    """Research stages."""

    name = "lucai.stages.performance.research"
    label = "research"
    verbose_name = "研发阶段"

    def ready(self) -> None:
        """Make permissions and the contract's tab known; tell cooperations what became of research."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.stages.contract.contracts import tabs  # noqa: PLC0415
        from lucai.stages.performance.research.jobs import READER  # noqa: PLC0415
        from lucai.stages.performance.research.lifecycle import STAGE  # noqa: PLC0415
        from lucai.stages.performance.research.selectors import research_results  # noqa: PLC0415
        from lucai.stages.trade.cooperations.ports import use_research  # noqa: PLC0415

        permissions.register(STAGE)
        readers.register(READER)
        use_research(research_results)
        tabs.register(
            tabs.Tab(
                key="research", label="研发阶段", href="/contracts/{number}/research/", order=8,
                only=tabs.is_research_number,
            )
        )  # fmt: skip
