"""Reading research stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.innovation_rules import StageFacts
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.performance.research.lifecycle import STAGE
from lucai.stages.performance.research.models import ResearchStage
from lucai.stages.trade.cooperations.ports import Research

TONES = {"passed": "green", "stopped": "red", "void": "", "waiting": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSheet:
    """A research stage with what the viewer can do about it; money in 分."""

    contract_number: str
    number: int
    last: bool
    name: str
    goal: str
    cap: int
    cents: int
    negotiated: str
    negotiated_at: datetime | None
    report: str
    costs: list[dict[str, Any]]
    claimed: int
    recognised: int
    payment: int
    said: str
    ended_at: datetime | None
    state: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/contracts/{self.contract_number}/research/{self.number}/"

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return {"text": STAGE.states[self.state], "tone": TONES.get(self.state, "amber")}

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


def stages_of(viewer: Viewer, contract_number: str) -> list[StageSheet]:
    """List the stages of a contract."""
    rows = ResearchStage.objects.seen_by(viewer).filter(contract_number=contract_number)
    sheets, all_passed = [], True
    for row in rows.order_by("number"):
        sheets.append(_sheet(viewer, row, _facts(row, all_passed)))
        all_passed = all_passed and row.state == "passed"
    return sheets


def stage_row(viewer: Viewer, contract_number: str, number: int) -> ResearchStage:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    rows = ResearchStage.objects.seen_by(viewer)
    row = rows.filter(contract_number=contract_number, number=number).first()
    if not row:
        raise NotFound("没有找到这个研发阶段。")
    found: ResearchStage = row
    return found


def stage_seen(viewer: Viewer, contract_number: str, number: int) -> StageSheet:
    """Return one stage.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = stage_row(viewer, contract_number, number)
    return _sheet(viewer, row, facts_of(viewer, row))


def facts_of(viewer: Viewer, row: ResearchStage, cost: int = 0) -> StageFacts:
    """Return a stage as its rules read it; before a cost is recognised the one claimed counts."""
    del viewer
    before = ResearchStage.objects.seen_by(SYSTEM).filter(
        contract_number=row.contract_number, number__lt=row.number
    )
    return _facts(row, not before.exclude(state="passed").exists(), cost)


def _facts(row: ResearchStage, earlier_passed: bool, cost: int = 0) -> StageFacts:
    claimed = min(row.claimed, row.cap) or row.cap
    return StageFacts(
        cost=cost or claimed, cap=row.cap, ratio=row.ratio, earlier_passed=earlier_passed
    )


def research_results(viewer: Viewer, project_number: str) -> tuple[Research, ...]:
    """Return what became of the research contracts of a project: each passes with its last stage."""
    rows = ResearchStage.objects.seen_by(viewer).filter(project_number=project_number)
    by_contract: dict[str, list[ResearchStage]] = {}
    for row in rows.order_by("contract_number", "number"):
        by_contract.setdefault(row.contract_number, []).append(row)
    return tuple(
        Research(stages[0].supplier_id, number, _result(stages))
        for number, stages in by_contract.items()
    )


def _result(stages: list[ResearchStage]) -> str:
    states = {one.state for one in stages}
    if states == {"passed"}:
        return "passed"
    return "stopped" if states & {"stopped", "void"} else "under_way"


def _sheet(viewer: Viewer, row: ResearchStage, facts: StageFacts) -> StageSheet:
    shared = {
        name: getattr(row, name) for name in StageSheet.__dataclass_fields__ if name != "offers"
    }
    return StageSheet(**shared, offers=party_offers(STAGE, row, viewer, facts))
