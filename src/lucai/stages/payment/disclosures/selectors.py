"""Reading disclosures, and what the books say a buyer owed at a year's end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.payment.disclosures.figures import Figures, facts_of, figures_of
from lucai.stages.payment.disclosures.lifecycle import DISCLOSURE
from lucai.stages.payment.disclosures.models import OverdueDisclosure
from lucai.stages.payment.requests.selectors import YearEndLine, year_end_lines


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """A disclosure as lists show it; ``amount`` in 分."""

    year: int
    buyer_id: int
    buyer_name: str
    contracts: int
    amount: int
    published_at: datetime | None
    due_at: datetime
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """Its address."""
        return f"/payments/disclosures/{self.year}/{self.buyer_id}/"


@dataclass(frozen=True, slots=True)
class DisclosureSheet:
    """A disclosure with what the books say today, line by line."""

    line: DisclosureLine
    published: Figures
    now: Figures
    lines: tuple[YearEndLine, ...]
    remark: str
    corrections: int
    key: str
    offers: tuple[Offer, ...]


def disclosure_page(
    viewer: Viewer, *, words: str = "", year: str = "", state: str = "", after: str = ""
) -> Page[DisclosureLine]:
    """List disclosures, newest first, a page at a time."""
    rows = OverdueDisclosure.objects.seen_by(viewer)
    if words:
        rows = rows.filter(buyer_name__icontains=words)
    if year.isdigit():
        rows = rows.filter(year=int(year))
    if state in DISCLOSURE.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


def disclosure_seen(viewer: Viewer, year: int, buyer_id: int) -> DisclosureSheet:
    """Return one disclosure.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = disclosure_row(viewer, year, buyer_id)
    lines = year_end_lines(viewer, row.year, row.buyer_id)
    published, now = Figures(row.contracts, row.invoices, row.amount), figures_of(lines)
    return DisclosureSheet(
        line=_line(row),
        published=published,
        now=now,
        lines=lines,
        remark=row.remark,
        corrections=row.corrections,
        key=row.key,
        offers=party_offers(DISCLOSURE, row, viewer, facts_of(row.year, published, now)),
    )


def is_prepared(viewer: Viewer, year: int) -> bool:
    """Tell whether the viewer's own unit has its disclosure of a year."""
    rows = OverdueDisclosure.objects.seen_by(viewer)
    return rows.filter(year=year, buyer_id=viewer.organisation).exists()


def disclosure_row(viewer: Viewer, year: int, buyer_id: int) -> OverdueDisclosure:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = OverdueDisclosure.objects.seen_by(viewer).filter(year=year, buyer_id=buyer_id).first()
    if not row:
        raise NotFound("没有找到这份公示。")
    return row


def _line(row: OverdueDisclosure) -> DisclosureLine:
    return DisclosureLine(
        row.year, row.buyer_id, row.buyer_name, row.contracts, row.amount, row.published_at,
        row.due_at, row.state, DISCLOSURE.states[row.state],
    )  # fmt: skip
