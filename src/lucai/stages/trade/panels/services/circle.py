"""How panels are served as those whom experts are drawn for."""

from __future__ import annotations

from lucai.kernel.actors import Actor
from lucai.stages.trade.drawn_experts.circles import Circle
from lucai.stages.trade.panels.lifecycle import MEMBER, OVER, PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, PanelDraw, PanelMember
from lucai.stages.trade.panels.selectors.standing import standing
from lucai.stages.trade.panels.services.choosing import ask_for_more
from lucai.stages.trade.panels.services.seating import seat_expert, settle


def _settle(actor: Actor, panel: EvaluationPanel) -> None:
    settle(actor, panel)
    ask_for_more(actor, panel)


def _told(panel: EvaluationPanel) -> tuple[int, ...]:
    return panel.agency_id, panel.finance_id


PANELS = Circle(
    host_life=PANEL, seat_life=MEMBER, hosts=EvaluationPanel, seats=PanelMember, draws=PanelDraw,
    number="project_number", through="panel", meets="evaluation_at",
    trying=frozenset({"short", "drawn"}), over=OVER,
    standing=standing, seat=seat_expert, settle=_settle, told=_told,
)  # fmt: skip
