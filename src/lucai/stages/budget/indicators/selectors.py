"""Reading budget indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.stages.budget.indicators import rules
from lucai.stages.budget.indicators.lifecycle import INDICATOR
from lucai.stages.budget.indicators.models import BudgetIndicator, BudgetMovement
from lucai.stages.budget.indicators.rules import YearSheet

MOVEMENTS = {
    **{kind: label for kind, (_, _, label) in rules.MOVES.items()},
    "carry_out": "结转下年",
    "carry_in": "上年结转",
}
MOST_BUYERS = 100


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
    withdrawn: int
    free: int
    current_year: int
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One booking as the account shows it."""

    at: datetime
    year: int
    kind: str
    source: str
    target: str
    amount: int
    reference: str


@dataclass(frozen=True, slots=True)
class Account:
    """An indicator's account: its years, and whether entries and balances agree to the 分."""

    sheets: tuple[YearSheet, ...]
    entries: int
    balanced: bool


@dataclass(frozen=True, slots=True)
class ExecutionSum:
    """Plan against actual of one buyer, or of all, in 分."""

    buyer: str
    indicators: int
    amount: int
    held: int
    committed: int
    consumed: int
    withdrawn: int

    @property
    def planned(self) -> int:
        """What plans have taken up: held, bound by contracts, or paid."""
        return self.held + self.committed + self.consumed

    @property
    def contracted(self) -> int:
        """What contracts have bound, or was paid on them."""
        return self.committed + self.consumed

    @property
    def free(self) -> int:
        """What nobody has planned yet."""
        return self.amount - self.planned - self.withdrawn

    @property
    def percent(self) -> str:
        """How much is paid, one decimal, rounded down."""
        tenths = self.consumed * 1000 // self.amount if self.amount else 0
        return f"{tenths // 10}.{tenths % 10}%"


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
        rows = rows.filter(_in_year(year))
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
    offers = INDICATOR.offers(row.state, viewer, row.facts(), clock.now())
    over = row.current_year < clock.today().year
    return [offer for offer in offers if over or offer.step.name != "carry_over"]


def years_seen(viewer: Viewer) -> list[int]:
    """List the budget years of which the viewer sees indicators, newest first."""
    rows = BudgetIndicator.objects.seen_by(viewer)
    return list(rows.values_list("fiscal_year", flat=True).distinct().order_by("-fiscal_year")[:20])


def movements_of(viewer: Viewer, code: str) -> list[MovementLine]:
    """List the bookings of an indicator, newest first."""
    rows = BudgetMovement.objects.seen_by(viewer).filter(indicator__code=code)
    return [
        MovementLine(
            m.at,
            m.year,
            MOVEMENTS[m.kind],
            rules.PLACES[m.source],
            rules.PLACES[m.target],
            m.amount,
            m.reference,
        )
        for m in rows.order_by("-pk")[:200]
    ]


def account_of(viewer: Viewer, code: str) -> Account:
    """Add an indicator's entries up, and compare them with its balances.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = indicator_row(viewer, code)
    entries = BudgetMovement.objects.seen_by(viewer).filter(indicator=row)
    summed = entries.values_list("year", "source", "target").annotate(Sum("amount"), Count("pk"))
    found = list(summed.order_by("year"))
    sheets = rules.year_sheets(rules.Booking(*one[:4]) for one in found)
    there = sheets[-1] if sheets else None
    agree = there is not None and (there.held, there.committed, there.free) == (
        row.held, row.committed, row.free,
    )  # fmt: skip
    spent = sum(sheet.consumed for sheet in sheets) == row.consumed
    withdrawn = sum(sheet.withdrawn for sheet in sheets) == row.withdrawn
    whole = sum(sheet.received for sheet in sheets) == row.amount
    balanced = agree and spent and withdrawn and whole and all(one.balances for one in sheets)
    return Account(sheets, sum(one[4] for one in found), balanced)


def execution_total(viewer: Viewer, *, year: int, words: str = "") -> ExecutionSum:
    """Sum plan against actual of a year."""
    return _execution("", _executed(viewer, year, words).aggregate(**_SUMS))


def execution_by_buyer(viewer: Viewer, *, year: int, words: str = "") -> list[ExecutionSum]:
    """Sum plan against actual by buyer, the largest budgets first."""
    rows = _executed(viewer, year, words).order_by().values("buyer_name").annotate(**_SUMS)
    found = rows.order_by("-total", "buyer_name")[:MOST_BUYERS]
    return [_execution(row["buyer_name"], row) for row in found]


def execution_page(
    viewer: Viewer, *, year: int, words: str = "", after: str = ""
) -> Page[IndicatorCard]:
    """List a year's indicators for plan against actual, a page at a time."""
    return keyset(_executed(viewer, year, words), after, _card)


def execution_lines(
    viewer: Viewer, *, year: int, words: str = "", most: int
) -> Iterator[IndicatorCard]:
    """Yield a year's indicators for a file, in the order of buyers and codes."""
    rows = _executed(viewer, year, words).order_by("buyer_path", "code")
    return (_card(row) for row in rows[:most].iterator(chunk_size=500))


def to_carry_over(viewer: Viewer) -> int:
    """Count the active indicators whose year is over, at most 1000."""
    rows = BudgetIndicator.objects.seen_by(viewer).filter(
        state="active", current_year__lt=clock.today().year
    )
    return len(rows.values_list("pk")[:1000])


def budget_totals(viewer: Viewer, *, year: int) -> dict[str, int]:
    """Sum the accounts a viewer sees in a year, in 分."""
    rows = BudgetIndicator.objects.seen_by(viewer).filter(fiscal_year=year)
    sums = rows.aggregate(
        **{name: Sum(name) for name in ("amount", "held", "committed", "consumed", "withdrawn")}
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


def _in_year(year: int) -> Q:
    """Match what was approved for a year, or carried over into it."""
    return Q(fiscal_year=year) | Q(current_year=year)


def _executed(viewer: Viewer, year: int, words: str) -> Any:
    rows = BudgetIndicator.objects.seen_by(viewer).filter(_in_year(year))
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(code__startswith=words) | Q(buyer_name__icontains=words)
        )
    return rows


def _execution(buyer: str, sums: dict[str, Any]) -> ExecutionSum:
    figures = {name: sums[alias] or 0 for name, alias in _ALIASES.items()}
    return ExecutionSum(buyer=buyer, indicators=sums["count"], **figures)


_ALIASES = {
    "amount": "total", "held": "plans", "committed": "contracts", "consumed": "payments",
    "withdrawn": "back",
}  # fmt: skip
_SUMS = {"count": Count("pk"), **{alias: Sum(name) for name, alias in _ALIASES.items()}}


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
        withdrawn=row.withdrawn,
        free=row.free,
        current_year=row.current_year,
        state=row.state,
        state_label=INDICATOR.states[row.state],
    )
