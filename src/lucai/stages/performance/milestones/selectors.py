"""Reading milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records import read_once
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.performance.milestones.lifecycle import MILESTONE, MILESTONE_KINDS
from lucai.stages.performance.milestones.models import Milestone


@dataclass(frozen=True, slots=True)
class MilestoneSheet:
    """A milestone with what the viewer can do about it; ``amount`` in 分."""

    number: int
    contract_number: str
    kind: str
    title: str
    due_on: date
    amount: int
    reported_on: date | None
    report: str
    late_reason: str
    said: str
    confirmed_at: datetime | None
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/milestones/{self.number}/"

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return MILESTONE_KINDS[self.kind]

    @property
    def late_days(self) -> int:
        """Days after its day: of the report, or until today while it is not reported."""
        done = self.reported_on or (clock.today() if self.state == "planned" else self.due_on)
        return max((done - self.due_on).days, 0)


@read_once
def milestones_of(viewer: Viewer, contract_number: str) -> list[MilestoneSheet]:
    """List the milestones of a contract by their days."""
    rows = Milestone.objects.seen_by(viewer).filter(contract_number=contract_number)
    return [_sheet(viewer, row) for row in rows.order_by("due_on", "number")]


def milestone_seen(viewer: Viewer, contract_number: str, number: int) -> MilestoneSheet:
    """Return one milestone.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, milestone_row(viewer, contract_number, number))


def milestone_row(viewer: Viewer, contract_number: str, number: int) -> Milestone:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = Milestone.objects.seen_by(viewer)
    row = rows.filter(contract_number=contract_number, number=number).first()
    if not row:
        raise NotFound("没有找到这个履约节点。")
    return row


def _sheet(viewer: Viewer, row: Milestone) -> MilestoneSheet:
    shared = {name: getattr(row, name) for name in _SHARED}
    return MilestoneSheet(
        **shared,
        state_label=MILESTONE.states[row.state],
        offers=party_offers(MILESTONE, row, viewer, None),
    )


_SHARED = (
    "number", "contract_number", "kind", "title", "due_on", "amount", "reported_on", "report",
    "late_reason", "said", "confirmed_at", "state",
)  # fmt: skip
