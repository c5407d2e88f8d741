"""Reading reports of lower prices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.mall.lifecycle import FINDINGS, PRICE_REPORT
from lucai.stages.contract.mall.models import PriceReport


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceReportCard:
    """A report as pages show it; prices of one unit in 分."""

    number: str
    product_number: str
    item: str
    order_number: str
    reporter_id: int
    reporter_name: str
    finance_id: int
    mall_price: int
    price: int
    place: str
    seen_on: date
    said: str
    due_at: datetime | None
    finding: str
    answer: str
    answered_at: datetime | None
    state: str
    state_since: datetime
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/mall/reports/{self.number}/"

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        tone = "green" if self.state == "answered" else "amber"
        return {"text": PRICE_REPORT.states[self.state], "tone": tone}

    @property
    def finding_label(self) -> str:
        """What it came to."""
        return FINDINGS.get(self.finding, "")


def price_report_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[PriceReportCard]:
    """List reports the viewer may see, newest first."""
    rows = PriceReport.objects.seen_by(viewer)
    if words:
        found = Q(number__startswith=words) | Q(item__icontains=words)
        rows = rows.filter(found | Q(place__icontains=words))
    if state in PRICE_REPORT.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _card)


def price_report_row(viewer: Viewer, number: str) -> PriceReport:
    """Return a report.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = PriceReport.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这条低价线索。")
    found: PriceReport = row
    return found


def price_report_seen(viewer: Viewer, number: str) -> PriceReportCard:
    """Return a report with what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = price_report_row(viewer, number)
    offers: tuple[Offer, ...] = ()
    if viewer.side is Side.SUPERVISOR and row.finance_id == viewer.organisation:
        offers = tuple(PRICE_REPORT.offers(row.state, viewer, None, clock.now()))
    return replace(_card(row), offers=offers)


def _card(row: PriceReport) -> PriceReportCard:
    return PriceReportCard(**{name: getattr(row, name) for name in _SHARED})


_SHARED = tuple(name for name in PriceReportCard.__dataclass_fields__ if name != "offers")
