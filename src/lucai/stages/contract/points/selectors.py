"""Reading points."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records import read_once
from lucai.stages.contract.contracts.comparing import Part, marked
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.points.lifecycle import OPEN, POINT
from lucai.stages.contract.points.models import ContractPoint


@dataclass(frozen=True, slots=True)
class Said:
    """One act of a negotiation; ``side``: buyer or supplier."""

    side: str
    who: str
    at: str
    act: str
    text: str
    reason: str

    @property
    def side_label(self) -> str:
        """The side in words."""
        return {"buyer": "采购人", "supplier": "供应商"}[self.side]


@dataclass(frozen=True, slots=True)
class PointSheet:
    """A point with its trail and what the viewer can do about it."""

    number: int
    contract_number: str
    subject: str
    label: str
    stands: str
    text: str
    state: str
    state_label: str
    trail: tuple[Said, ...]
    parts: tuple[Part, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/points/{self.number}/"

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in OPEN


@read_once
def points_of(viewer: Viewer, contract_number: str) -> list[PointSheet]:
    """List the points of a contract, newest first."""
    rows = ContractPoint.objects.seen_by(viewer).filter(contract_number=contract_number)
    return [_sheet(viewer, row) for row in rows.order_by("-number")]


def point_seen(viewer: Viewer, contract_number: str, number: int) -> PointSheet:
    """Return one point.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, point_row(viewer, contract_number, number))


def point_row(viewer: Viewer, contract_number: str, number: int) -> ContractPoint:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = ContractPoint.objects.seen_by(viewer)
    row = rows.filter(contract_number=contract_number, number=number).first()
    if not row:
        raise NotFound("没有找到这项协商意见。")
    return row


def _sheet(viewer: Viewer, row: ContractPoint) -> PointSheet:
    return PointSheet(
        number=row.number,
        contract_number=row.contract_number,
        subject=row.subject,
        label=row.label,
        stands=row.stands,
        text=row.text,
        state=row.state,
        state_label=POINT.states[row.state],
        trail=tuple(Said(**one) for one in row.trail),
        parts=marked(row.stands, row.text),
        offers=party_offers(POINT, row, viewer, None),
    )
