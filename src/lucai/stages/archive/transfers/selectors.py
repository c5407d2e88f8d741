"""Reading transfers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.stages.archive.transfers.lifecycle import TRANSFER
from lucai.stages.archive.transfers.models import ArchiveTransfer
from lucai.stages.archive.transfers.rules import TransferFacts
from lucai.stages.contract.contracts.parties import party_offers


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A transfer as lists show it."""

    number: str
    institution: str
    buyer_name: str
    agency_name: str
    count: int
    size: int
    sent_at: datetime | None
    receipt: str
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """Its address."""
        return f"/archive/transfers/{self.number}/"


@dataclass(frozen=True, slots=True)
class TransferSheet:
    """A transfer with its list and what the viewer can do about it."""

    line: TransferLine
    items: tuple[dict[str, Any], ...]
    answered_at: datetime | None
    answer: str
    offers: tuple[Offer, ...]
    supplement: bool


def transfer_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[TransferLine]:
    """List transfers, newest first, a page at a time."""
    rows = ArchiveTransfer.objects.seen_by(viewer)
    if state in TRANSFER.states:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(number__startswith=words)
            | Q(buyer_name__icontains=words)
            | Q(institution__icontains=words)
        )
    return keyset(rows, after, _line)


def transfer_seen(viewer: Viewer, number: str) -> TransferSheet:
    """Return a transfer.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = transfer_row(viewer, number)
    return TransferSheet(
        line=_line(row), items=tuple(row.items), answered_at=row.answered_at, answer=row.answer,
        offers=_offers(viewer, row), supplement=bool(row.supplement_of),
    )  # fmt: skip


def transfer_row(viewer: Viewer, number: str) -> ArchiveTransfer:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ArchiveTransfer.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这次移交。")
    return row


def _offers(viewer: Viewer, row: ArchiveTransfer) -> tuple[Offer, ...]:
    if row.hands_over != (viewer.side, viewer.organisation):
        return ()
    return party_offers(TRANSFER, row, viewer, facts_of(viewer, row))


def facts_of(viewer: Viewer, row: ArchiveTransfer) -> TransferFacts:
    """Return a transfer as rules read it."""
    del viewer  # what rules read is the same for everybody
    return TransferFacts(supplement=bool(row.supplement_of))


def _line(row: ArchiveTransfer) -> TransferLine:
    return TransferLine(
        row.number, row.institution, row.buyer_name, row.agency_name, len(row.items), row.size,
        row.sent_at, row.receipt, row.state, TRANSFER.states[row.state],
    )  # fmt: skip
