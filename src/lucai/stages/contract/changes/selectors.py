"""Reading alterations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.calendar import beijing_day
from lucai.platform.records import read_once
from lucai.stages.contract.changes.grounds import GROUNDS, KINDS, Ground
from lucai.stages.contract.changes.lifecycle import CHANGE
from lucai.stages.contract.changes.models import ContractChange
from lucai.stages.contract.changes.rules import ChangeFacts
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.innovating import is_first_purchase
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card

SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class ChangeSheet:
    """An alteration with what the viewer can do about it; amounts in 分."""

    number: int
    contract_number: str
    kind: str
    ground: str
    reason: str
    content: str
    items: tuple[ItemLine, ...]
    amount: int
    days: int
    settled: int | None
    compensation: int
    proposed_by: str
    proposer_name: str
    answer: str
    answerer_name: str
    amount_before: int
    state: str
    state_label: str
    state_since: datetime
    effective_at: datetime | None
    published_at: datetime | None
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/changes/{self.number}/"

    @property
    def kind_label(self) -> str:
        """What is done, in words."""
        return KINDS[self.kind]

    @property
    def law(self) -> Ground:
        """The ground with its articles."""
        return GROUNDS[self.ground]

    @property
    def amount_after(self) -> int:
        """What the contract comes to afterwards."""
        if self.settled is not None:
            return self.settled
        return self.amount_before + self.amount

    @property
    def proposer_label(self) -> str:
        """The proposing side in words."""
        return {"buyer": "采购人", "supplier": "供应商"}[self.proposed_by]


@read_once
def changes_of(viewer: Viewer, contract_number: str) -> list[ChangeSheet]:
    """List the alterations of a contract, newest first."""
    rows = ContractChange.objects.seen_by(viewer).filter(contract_number=contract_number)
    found = list(rows.order_by("-number"))
    card = contract_card(viewer, contract_number) if found else None
    return [_sheet(viewer, row, card) for row in found if card]


def change_seen(viewer: Viewer, contract_number: str, number: int) -> ChangeSheet:
    """Return one alteration.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = change_row(viewer, contract_number, number)
    return _sheet(viewer, row, contract_card(viewer, contract_number))


def change_row(viewer: Viewer, contract_number: str, number: int) -> ContractChange:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = ContractChange.objects.seen_by(viewer)
    row = rows.filter(contract_number=contract_number, number=number).first()
    if not row:
        raise NotFound("没有找到这次合同变更。")
    return row


def facts_of(viewer: Viewer, row: ContractChange, card: ContractCard) -> ChangeFacts:
    """Return an alteration in hand as rules read it."""
    del viewer  # the row is in hand: what rules read is the same for everybody
    suspended = card.state == SUSPENDED
    fits = {
        "resumption": suspended,
        "termination": card.binding or suspended,
    }.get(row.kind, card.binding)
    return ChangeFacts(
        award_amount=card.signed_amount,
        contract_amount=card.signed_amount,
        budget_held=card.amount,
        supplements_before=card.supplemented,
        supplement=row.amount,
        changed_on=row.effective_at and beijing_day(row.effective_at),
        kind=row.kind,
        ground=row.ground,
        compensation=row.compensation,
        fits_the_state=fits,
        state_label=card.state_label,
        first_purchase=is_first_purchase(card.method, card.lot_number),
    )


def _sheet(viewer: Viewer, row: ContractChange, card: ContractCard) -> ChangeSheet:
    shared = {name: getattr(row, name) for name in _SHARED}
    offers = party_offers(CHANGE, row, viewer, facts_of(viewer, row, card))
    alone = GROUNDS[row.ground].alone
    return ChangeSheet(
        **shared,
        items=tuple(ItemLine(**item) for item in row.items),
        state_label=CHANGE.states[row.state],
        offers=tuple(o for o in offers if alone or not o.step.name.startswith("impose")),
    )


_SHARED = (
    "number", "contract_number", "kind", "ground", "reason", "content", "amount", "days",
    "settled", "compensation", "proposed_by", "proposer_name", "answer", "answerer_name",
    "amount_before", "state", "state_since", "effective_at", "published_at",
)  # fmt: skip
