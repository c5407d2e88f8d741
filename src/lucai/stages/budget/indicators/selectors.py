"""Reading budget indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.stages.budget.indicators.lifecycle import INDICATOR
from lucai.stages.budget.indicators.models import BudgetIndicator, BudgetMovement

MOVEMENTS = {
    "receive": "接收",
    "hold": "计划冻结",
    "release": "释放",
    "commit": "合同占用",
    "consume": "支付核销",
}


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator with its account, in 分."""

    code: str
    name: str
    fiscal_year: int
    buyer_id: int
    buyer: str
    fund_type: str
    function_classification: str
    economic_classification: str
    sme_reserve: int
    amount: int
    held: int
    committed: int
    consumed: int
    free: int
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One booking as the account shows it."""

    at: datetime
    kind: str
    amount: int
    reference: str


def indicator_page(
    viewer: Viewer, *, words: str = "", year: int | None = None, after: str = ""
) -> Page[IndicatorCard]:
    """List indicators, newest first, a page at a time."""
    rows = BudgetIndicator.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(code__startswith=words) | Q(buyer_name__icontains=words)
        )
    if year:
        rows = rows.filter(fiscal_year=year)
    return keyset(rows, after, _card)


def indicator_seen(viewer: Viewer, code: str) -> IndicatorCard:
    """Return one indicator.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _card(indicator_row(viewer, code))


def indicators_usable(viewer: Viewer) -> list[IndicatorCard]:
    """List the buyer's indicators that still have money, for choosing in a plan."""
    rows = BudgetIndicator.objects.seen_by(viewer).filter(
        buyer_id=viewer.organisation, state="active"
    )
    return [card for card in map(_card, rows.order_by("-pk")[:200]) if card.free > 0]


def indicators_named(viewer: Viewer, codes: list[str]) -> dict[str, IndicatorCard]:
    """Return several indicators by code, in one query; unseen ones are left out."""
    rows = BudgetIndicator.objects.seen_by(viewer).filter(code__in=codes)
    return {row.code: _card(row) for row in rows}


def indicator_offers(viewer: Viewer, code: str) -> list[Offer]:
    """List what the viewer can do with an indicator.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = indicator_row(viewer, code)
    return INDICATOR.offers(row.state, viewer, row.facts(), clock.now())


def years_seen(viewer: Viewer) -> list[int]:
    """List the budget years of which the viewer sees indicators, newest first."""
    rows = BudgetIndicator.objects.seen_by(viewer)
    return list(rows.values_list("fiscal_year", flat=True).distinct().order_by("-fiscal_year")[:20])


def movements_of(viewer: Viewer, code: str) -> list[MovementLine]:
    """List the bookings of an indicator, newest first."""
    rows = BudgetMovement.objects.seen_by(viewer).filter(indicator__code=code)
    return [
        MovementLine(m.at, MOVEMENTS[m.kind], m.amount, m.reference)
        for m in rows.order_by("-pk")[:200]
    ]


def budget_totals(viewer: Viewer, *, year: int) -> dict[str, int]:
    """Sum the accounts a viewer sees in a year, in 分."""
    rows = BudgetIndicator.objects.seen_by(viewer).filter(fiscal_year=year)
    sums = rows.aggregate(
        amount=Sum("amount"), held=Sum("held"), committed=Sum("committed"), consumed=Sum("consumed")
    )
    return {name: value or 0 for name, value in sums.items()}


def indicator_row(viewer: Viewer, code: str) -> BudgetIndicator:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = BudgetIndicator.objects.seen_by(viewer).filter(code=code).first()
    if not row:
        raise NotFound("没有找到这条预算指标。")
    return row


def _card(row: BudgetIndicator) -> IndicatorCard:
    return IndicatorCard(
        code=row.code,
        name=row.name,
        fiscal_year=row.fiscal_year,
        buyer_id=row.buyer_id,
        buyer=row.buyer_name,
        fund_type=row.fund_type,
        function_classification=row.function_classification,
        economic_classification=row.economic_classification,
        sme_reserve=row.sme_reserve,
        amount=row.amount,
        held=row.held,
        committed=row.committed,
        consumed=row.consumed,
        free=row.free,
        state=row.state,
        state_label=INDICATOR.states[row.state],
    )
