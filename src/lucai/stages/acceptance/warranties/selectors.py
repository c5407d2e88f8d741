"""Reading faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records import read_once
from lucai.stages.acceptance.warranties.lifecycle import FAULT
from lucai.stages.acceptance.warranties.models import WarrantyFault
from lucai.stages.contract.contracts.parties import party_offers


@dataclass(frozen=True, slots=True)
class FaultSaid:
    """One thing said about a fault."""

    side: str
    who: str
    at: str
    act: str
    text: str

    @property
    def side_label(self) -> str:
        """The side in words."""
        return {"buyer": "采购人", "supplier": "供应商"}[self.side]


@dataclass(frozen=True, slots=True)
class FaultSheet:
    """A fault with what the viewer can do about it."""

    number: int
    contract_number: str
    thing: str
    serial: str
    problem: str
    covered: bool
    reported_at: datetime
    responded_at: datetime | None
    mended_at: datetime | None
    state: str
    state_label: str
    trail: tuple[FaultSaid, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/warranty/{self.number}/"

    @property
    def hours_to_respond(self) -> int | None:
        """Whole hours until the supplier responded."""
        if not self.responded_at:
            return None
        return int((self.responded_at - self.reported_at).total_seconds() // SECONDS_IN_HOUR)


SECONDS_IN_HOUR = 3600


@read_once
def faults_of(viewer: Viewer, contract_number: str) -> list[FaultSheet]:
    """List the faults of a contract, newest first."""
    rows = WarrantyFault.objects.seen_by(viewer).filter(contract_number=contract_number)
    return [_sheet(viewer, row) for row in rows.order_by("-number")]


def fault_seen(viewer: Viewer, contract_number: str, number: int) -> FaultSheet:
    """Return one fault.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, fault_row(viewer, contract_number, number))


def fault_row(viewer: Viewer, contract_number: str, number: int) -> WarrantyFault:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = WarrantyFault.objects.seen_by(viewer)
    row = rows.filter(contract_number=contract_number, number=number).first()
    if not row:
        raise NotFound("没有找到这次报修。")
    return row


def _sheet(viewer: Viewer, row: WarrantyFault) -> FaultSheet:
    shared = {name: getattr(row, name) for name in _SHARED}
    return FaultSheet(
        **shared,
        state_label=FAULT.states[row.state],
        trail=tuple(FaultSaid(**one) for one in row.trail),
        offers=party_offers(FAULT, row, viewer, None),
    )


_SHARED = (
    "number", "contract_number", "thing", "serial", "problem", "covered", "reported_at",
    "responded_at", "mended_at", "state",
)  # fmt: skip
