"""Reading the buyer's request to choose the experts itself, and whom it may choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.registers.experts.selectors.pool import experts_named
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.panels.lifecycle import CHOICE, CHOOSE
from lucai.stages.trade.panels.models import EvaluationPanel, ExpertChoice
from lucai.stages.trade.panels.rules import ASKED, CONSENTED, ChoiceFacts
from lucai.stages.trade.panels.selectors.avoiding import candidates
from lucai.stages.trade.panels.selectors.seats import (
    PanelSheet,
    choice_state,
    last_choice,
    panel_seen,
)
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen

OPEN = frozenset({ASKED, CONSENTED})


@dataclass(frozen=True, slots=True)
class ChoiceSheet:
    """A request as its page shows it."""

    project_number: str
    state: str
    state_label: str
    buyer_name: str
    superior_name: str
    field: str
    reason: str
    asked_name: str
    asked_at: datetime
    opinion: str
    decided_name: str
    decided_at: datetime | None
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/panel/choice/"

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


def choice_row(viewer: Viewer, project_number: str) -> ExpertChoice:
    """Return the last request of a project.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    if row := last_choice(viewer, project_number):
        return row
    raise NotFound("这个项目没有自行选定评审专家的申请。")


def choice_seen(viewer: Viewer, project_number: str) -> ChoiceSheet | None:
    """Return the last request of a project, or None."""
    row = last_choice(viewer, project_number)
    return _sheet(viewer, row) if row else None


def may_ask_to_choose(viewer: Viewer, project_number: str) -> bool:
    """Whether the viewer's unit can ask to choose the experts itself now."""
    project = project_seen(viewer, project_number)
    own = viewer.side is Side.BUYER and viewer.organisation == project.buyer_id
    if not own or not viewer.may(CHOOSE.permission) or project.state == "ended":
        return False
    panel = panel_seen(SYSTEM, project_number)
    return _is_unformed(panel) and choice_state(viewer, project_number) not in OPEN


def expert_called(
    viewer: Viewer, project: ProjectCard, name: str, employer: str
) -> Candidate | str:
    """Return the expert of the library who is called so and may sit in the panel, or why nobody may."""
    found = experts_named(viewer, name=name, employer=employer)
    if len(found) != 1:
        return "评审专家库中没有找到这名专家" if not found else "库中有多名同名同单位的专家"
    free = {one.person_id: one for one in candidates(viewer, project, ())}
    return free.get(found[0].person_id, "这名专家应当回避，或者现在不能参加本项目的评审")


def choice_facts(viewer: Viewer, row: ExpertChoice) -> ChoiceFacts:
    """Return a request as rules read it."""
    panels = EvaluationPanel.objects.seen_by(SYSTEM).filter(project_number=row.project_number)
    return ChoiceFacts(own=viewer.person == row.asked_by, prepared=panels.exists())


def acts_for(viewer: Viewer, row: ExpertChoice, step: str) -> bool:
    """Whether a step is for the viewer's unit: the unit above decides, the buyer does the rest."""
    unit = row.superior_id if step in {"consent", "refuse"} else row.buyer_id
    return viewer.side is Side.BUYER and viewer.organisation == unit


def _is_unformed(panel: PanelSheet | None) -> bool:
    return panel is None or panel.state == "forming"


def _sheet(viewer: Viewer, row: ExpertChoice) -> ChoiceSheet:
    offers = CHOICE.offers(row.state, viewer, choice_facts(viewer, row), clock.now())
    shared = {name: getattr(row, name) for name in _SHARED}
    return ChoiceSheet(
        **shared,
        state_label=CHOICE.states[row.state],
        offers=tuple(
            one for one in offers
            if acts_for(viewer, row, one.step.name) and not _is_late(row, one.step.name)
        ),
    )  # fmt: skip


def _is_late(row: ExpertChoice, step: str) -> bool:
    """Once a panel was chosen, a place that falls free is for another choice, not for a draw."""
    rows = EvaluationPanel.objects.seen_by(SYSTEM).filter(project_number=row.project_number)
    return step == "withdraw" and rows.filter(chosen=True).exists()


_SHARED = (
    "project_number", "state", "buyer_name", "superior_name", "field", "reason", "asked_name",
    "asked_at", "opinion", "decided_name", "decided_at",
)  # fmt: skip
