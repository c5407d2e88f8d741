"""Reading which agreements of a framework are filed with the finance department."""

from __future__ import annotations

from dataclasses import replace

from lucai.kernel.actors import Viewer
from lucai.stages.trade.frameworks.lifecycle import FILING
from lucai.stages.trade.frameworks.models import FrameworkFiling, FrameworkMember
from lucai.stages.trade.frameworks.selectors import facts
from lucai.stages.trade.frameworks.selectors.pages import own_offers
from lucai.stages.trade.frameworks.selectors.rows import filing_row
from lucai.stages.trade.frameworks.selectors.shapes import FilingCard


def filings_of(viewer: Viewer, number: str) -> tuple[FilingCard, ...]:
    """List the filings of a framework's agreements, the first one first."""
    rows = FrameworkFiling.objects.seen_by(viewer).filter(framework_number=number)
    return tuple(_card(row) for row in rows.order_by("place"))


def filing_seen(viewer: Viewer, number: str, place: int) -> FilingCard:
    """Return a filing with the agreements in it and what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = filing_row(viewer, number, place)
    offers = own_offers(viewer, row, FILING, {"file": facts.filing_facts(viewer, row)})
    members = FrameworkMember.objects.seen_by(viewer).filter(
        framework_id=row.framework_id, place__in=row.members
    )
    names = members.order_by("place").values_list("place", "supplier_name")
    return replace(_card(row), offers=offers, agreements=tuple(names))


def _card(row: FrameworkFiling) -> FilingCard:
    return FilingCard(
        framework_number=row.framework_number, place=row.place, count=len(row.members),
        agreed_at=row.agreed_at, filed_at=row.filed_at, due_at=row.times_of("file")[1],
        state=row.state,
    )  # fmt: skip
