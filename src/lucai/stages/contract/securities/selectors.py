"""Reading performance bonds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.stages.contract.contracts.days import last_day
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.securities.lifecycle import SECURITY, SECURITY_KINDS
from lucai.stages.contract.securities.models import PerformanceSecurity
from lucai.stages.contract.securities.rules import SecurityFacts
from lucai.stages.trade.bids import ports


@dataclass(frozen=True, slots=True)
class SecuritySheet:
    """A bond with what the viewer can do about it; amounts in 分."""

    contract_number: str
    agreed: int
    return_days: int
    kind: str
    issuer: str
    reference: str
    amount: int
    valid_until: date | None
    paper: dict[str, object]
    verified: bool
    verification: str
    said: str
    claimed: int
    submitted_at: datetime | None
    held_at: datetime | None
    due_since: datetime | None
    closed_at: datetime | None
    return_by: datetime | None
    state: str
    state_label: str
    register: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/security/"

    @property
    def kind_label(self) -> str:
        """The form in words."""
        return SECURITY_KINDS.get(self.kind, "")

    @property
    def return_by_day(self) -> date | None:
        """The last day to give it back."""
        return last_day(self.return_by)


@read_once
def security_of(viewer: Viewer, contract_number: str) -> SecuritySheet | None:
    """Return the bond of a contract, if one was agreed."""
    row = (
        PerformanceSecurity.objects.seen_by(viewer).filter(contract_number=contract_number).first()
    )
    return _sheet(viewer, row) if row else None


def security_row(viewer: Viewer, contract_number: str) -> PerformanceSecurity:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = (
        PerformanceSecurity.objects.seen_by(viewer).filter(contract_number=contract_number).first()
    )
    if not row:
        raise NotFound("这份合同没有约定履约保证金，或者合同还没有签订。")
    return row


def paper_seen(viewer: Viewer, contract_number: str) -> FileCard:
    """Return the guarantee as a file.

    Raises:
        NotFound: none was handed in, or the viewer may not see it.
    """
    row = security_row(viewer, contract_number)
    if not row.paper:
        raise NotFound("还没有提交保函。")
    file_id = int(row.paper["file_id"])
    return files_attached(viewer, [file_id])[file_id]


def facts_of(viewer: Viewer, row: PerformanceSecurity) -> SecurityFacts:
    """Return a bond in hand as rules read it."""
    del viewer  # the row is in hand: what rules read is the same for everybody
    return SecurityFacts(
        agreed=row.agreed,
        amount=row.amount,
        verified=row.verified,
        message=row.verification,
        valid_until=row.valid_until,
        needed_until=row.needed_until,
    )


def _sheet(viewer: Viewer, row: PerformanceSecurity) -> SecuritySheet:
    shared = {name: getattr(row, name) for name in _SHARED}
    return SecuritySheet(
        **shared,
        state_label=SECURITY.states[row.state],
        register=ports.register().name,
        offers=party_offers(SECURITY, row, viewer, facts_of(viewer, row)),
    )


_SHARED = (
    "contract_number", "agreed", "return_days", "kind", "issuer", "reference", "amount",
    "valid_until", "paper", "verified", "verification", "said", "claimed", "submitted_at",
    "held_at", "due_since", "closed_at", "return_by", "state",
)  # fmt: skip
