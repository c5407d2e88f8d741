"""What a bid has to answer: the lot, the document's demands, the deadline, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.records import read_once
from lucai.stages.trade.documents import selectors as documents
from lucai.stages.trade.downloads.selectors import has_document
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard, project_seen


@dataclass(frozen=True, slots=True)
class Demand:
    """One requirement of the tender document."""

    number: str
    kind: str
    name: str
    text: str
    substantive: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that an objective factor asks for; ``words`` say what it is worth."""

    number: str
    name: str
    measure: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class TenderedLot:
    """A lot as a bidder has to answer it; money in 分."""

    project: ProjectCard
    lot: LotCard
    bid_deadline: datetime
    edition: int
    validity_days: int
    bond: int
    consortium_allowed: bool
    subcontract_allowed: bool
    blind: bool
    document_obtained: bool
    demands: tuple[Demand, ...]
    asked: tuple[Asked, ...] = ()


@read_once
def tendered_lot(viewer: Viewer, project_number: str, lot_number: int) -> TenderedLot:
    """Return what a bid for this lot has to answer.

    Raises:
        NotFound: the viewer does not see the project, or it asks for no bids.
    """
    project = project_seen(viewer, project_number)
    lot = project.lot(lot_number)
    document = documents.document_card(viewer, project_number)
    if not project.bid_deadline:
        raise NotFound("这个项目还没有发布招标公告。")
    return TenderedLot(
        project=project,
        lot=lot,
        bid_deadline=project.bid_deadline,
        edition=document.edition,
        validity_days=document.validity_days or 0,
        bond=document.bond(lot_number),
        consortium_allowed=document.consortium,
        subcontract_allowed=document.subcontract_allowed,
        blind=document.blind,
        document_obtained=has_document(viewer, project_number),
        demands=_demands(viewer, project_number, lot_number),
        asked=_asked(viewer, project_number, lot_number) if document.scored else (),
    )


def _demands(viewer: Viewer, project_number: str, lot_number: int) -> tuple[Demand, ...]:
    found = documents.requirements_of(viewer, project_number, lot_number)
    return tuple(
        Demand(one.number, one.kind, one.name, one.text, one.substantive, one.evidence)
        for one in found
    )


def _asked(viewer: Viewer, project_number: str, lot_number: int) -> tuple[Asked, ...]:
    """Return the figures of the factors that the system scores, in the document's order."""
    found = documents.criteria_of(viewer, project_number, lot_number)
    return tuple(
        Asked(str(one.number), one.name, one.formula["measure"], one.formula["unit"], one.computed)
        for one in found
        if one.formula
    )
