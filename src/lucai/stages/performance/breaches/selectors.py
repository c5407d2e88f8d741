"""Reading breach records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.performance.breaches.lifecycle import BREACH, BREACH_KINDS, OUTCOMES
from lucai.stages.performance.breaches.models import ContractBreach

SIDES = {"buyer": "采购人", "supplier": "供应商"}


@dataclass(frozen=True, slots=True)
class BreachSheet:
    """A breach record with what the viewer can do about it; amounts in 分."""

    number: int
    contract_number: str
    raised_by: str
    kind: str
    happened_on: date
    clause: str
    facts: str
    damages: int
    evidence: dict[str, object]
    answer: str
    outcome: str
    settlement: str
    paid: int
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/breaches/{self.number}/"

    @property
    def kind_label(self) -> str:
        """What was not done, in words."""
        return BREACH_KINDS[self.kind]

    @property
    def raiser(self) -> str:
        """The side that raised it."""
        return SIDES[self.raised_by]

    @property
    def accused(self) -> str:
        """The side it is held against."""
        return SIDES["supplier" if self.raised_by == "buyer" else "buyer"]

    @property
    def outcome_label(self) -> str:
        """How it ended, in words."""
        return OUTCOMES.get(self.outcome, "")


@read_once
def breaches_of(viewer: Viewer, contract_number: str) -> list[BreachSheet]:
    """List the breach records of a contract, newest first."""
    rows = ContractBreach.objects.seen_by(viewer).filter(contract_number=contract_number)
    return [_sheet(viewer, row) for row in rows.order_by("-number")]


def breach_seen(viewer: Viewer, contract_number: str, number: int) -> BreachSheet:
    """Return one breach record.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, breach_row(viewer, contract_number, number))


def breach_row(viewer: Viewer, contract_number: str, number: int) -> ContractBreach:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = ContractBreach.objects.seen_by(viewer)
    row = rows.filter(contract_number=contract_number, number=number).first()
    if not row:
        raise NotFound("没有找到这条违约记录。")
    return row


def evidence_seen(viewer: Viewer, contract_number: str, number: int) -> FileCard:
    """Return the evidence of a breach as a file.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = breach_row(viewer, contract_number, number)
    if not row.evidence:
        raise NotFound("没有上传证据。")
    file_id = int(row.evidence["file_id"])
    return files_attached(viewer, [file_id])[file_id]


def _sheet(viewer: Viewer, row: ContractBreach) -> BreachSheet:
    shared = {name: getattr(row, name) for name in _SHARED}
    return BreachSheet(
        **shared,
        state_label=BREACH.states[row.state],
        offers=party_offers(BREACH, row, viewer, None),
    )


_SHARED = (
    "number", "contract_number", "raised_by", "kind", "happened_on", "clause", "facts", "damages",
    "evidence", "answer", "outcome", "settlement", "paid", "state",
)  # fmt: skip
