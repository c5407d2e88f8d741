"""Django's entry for what experts are paid."""

from django.apps import AppConfig

from lucai.kernel.actors import Side


class ExpertPayConfig(AppConfig):
    """What experts are paid."""

    name = "lucai.stages.trade.expert_pay"
    label = "expert_pay"
    verbose_name = "评审劳务报酬"

    def ready(self) -> None:
        """Make permissions and the menu known; follow the journal."""
        from lucai.platform.access import permissions  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.journal import readers  # noqa: PLC0415
        from lucai.platform.web import navigation  # noqa: PLC0415
        from lucai.stages.trade.expert_pay.jobs import READER  # noqa: PLC0415
        from lucai.stages.trade.expert_pay.lifecycle import PAY  # noqa: PLC0415

        permissions.register(PAY)
        readers.register(READER)
        concerned = frozenset({Side.EXPERT, Side.BUYER, Side.AGENCY, Side.SUPERVISOR})
        navigation.declare(
            navigation.Link("/expert-pay/", "评审劳务报酬", "pay", "采购", concerned, order=65)
        )
