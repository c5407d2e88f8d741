"""Reading what was decided about experts, and what they object to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.files.selectors import FileCard, attached_file
from lucai.platform.records.paging import Page, keyset
from lucai.registers.experts.lifecycle import DECISION, DECISION_KINDS
from lucai.registers.experts.models import ExpertDecision
from lucai.registers.experts.rules import DecisionFacts
from lucai.registers.experts.selectors import application_row

MOST = 50


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """A decision about an expert as lists and its page show it."""

    number: str
    expert_number: str
    kind: str
    place: int
    reason: str
    decided_at: datetime
    object_until: date | None
    objection: str
    files: tuple[dict[str, Any], ...]
    objected_at: datetime | None
    handle_until: date | None
    ruling: str
    ruled_at: datetime | None
    change_number: str
    state: str
    state_label: str
    own: bool
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/expert-decisions/{self.number}/"

    @property
    def kind_label(self) -> str:
        """What was decided, in words."""
        return DECISION_KINDS[self.kind]

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


def decision_page(viewer: Viewer, *, state: str = "", after: str = "") -> Page[DecisionSheet]:
    """List decisions about experts, newest first, a page at a time."""
    rows = ExpertDecision.objects.seen_by(viewer)
    if state in DECISION.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, lambda row: _sheet(viewer, row, offers=False))


def decisions_of(viewer: Viewer, expert_number: str) -> list[DecisionSheet]:
    """List what was decided about one expert, newest first."""
    rows = ExpertDecision.objects.seen_by(viewer).filter(expert_number=expert_number)
    return [_sheet(viewer, row, offers=False) for row in rows.order_by("-pk")[:MOST]]


def decision_seen(viewer: Viewer, number: str) -> DecisionSheet:
    """Return one decision with what the viewer can do about it.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, decision_row(viewer, number), offers=True)


def decision_file(viewer: Viewer, number: str, file_id: int) -> FileCard:
    """Return evidence of an objection.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = decision_row(viewer, number)
    return attached_file(viewer, (one["file_id"] for one in row.files), file_id)


def application_file(viewer: Viewer, number: str, file_id: int) -> FileCard:
    """Return evidence of an objection to a refused application.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = application_row(viewer, number)
    return attached_file(viewer, (one["file_id"] for one in row.files), file_id)


def decision_row(viewer: Viewer, number: str) -> ExpertDecision:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ExpertDecision.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这项处理决定。")
    return row


def decision_facts(viewer: Viewer, row: ExpertDecision) -> DecisionFacts:
    """Return a decision as rules read it, with who acts now."""
    return DecisionFacts(row.object_until, row.handle_until, row.decided_by, viewer.person)


def _sheet(viewer: Viewer, row: ExpertDecision, *, offers: bool) -> DecisionSheet:
    own = viewer.side is Side.EXPERT and viewer.person == row.person_id
    handles = viewer.side is Side.SUPERVISOR and viewer.organisation == row.finance_id
    found: list[Offer] = []
    if offers and (own or handles):
        found = DECISION.offers(row.state, viewer, decision_facts(viewer, row), clock.now())
    return DecisionSheet(
        row.number, row.expert_number, row.kind, row.place, row.reason, row.decided_at,
        row.object_until, row.objection, tuple(row.files), row.objected_at, row.handle_until,
        row.ruling, row.ruled_at, row.change_number, row.state, DECISION.states[row.state], own, tuple(found),
    )  # fmt: skip
