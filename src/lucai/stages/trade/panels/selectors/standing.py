"""How a panel's draws stand, for whoever looks who follows in a place that falls free."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.stages.trade.drawn_experts.following import Standing
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.panels.models import EvaluationPanel
from lucai.stages.trade.panels.selectors.avoiding import avoided_codes, barred
from lucai.stages.trade.panels.selectors.draws import draws_of, free_experts
from lucai.stages.trade.panels.selectors.seats import seats_of
from lucai.stages.trade.projects.selectors import project_seen


def standing(viewer: Viewer, panel: EvaluationPanel) -> Standing:
    """Return how the draws of a panel stand now."""
    project = project_seen(viewer, panel.project_number)
    seats = seats_of(viewer, panel.project_number)
    return Standing(
        draws=draws_of(viewer, panel.project_number),
        specialties=panel.specialties,
        free=free_experts(viewer, panel, project, reserves=True),
        waiting=frozenset(one.person_id for one in seats if one.state == "reserve"),
        sitting=[one.person_id for one in seats if one.state in SEATED and one.kind == EXPERT],
        avoided=avoided_codes(viewer, project),
        barred=barred(viewer, panel, project),
    )
