"""Reading what was, or is, paid too late: line by line, by buyer, and as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.payments import late_interest, overdue_days
from lucai.platform.records.paging import Page, keyset
from lucai.stages.payment.requests.models import Invoice, PaymentVoucher
from lucai.stages.payment.requests.wording import state_label

KINDS = {"": "全部逾期", "unpaid": "至今未付", "late": "晚付", "yearend": "年末仍未付（公示口径）"}
MOST_BUYERS = 100


@dataclass(frozen=True, slots=True)
class OverdueQuery:
    """Which lines of the report are wanted; ``kind`` is a key of ``KINDS``."""

    year: int
    words: str = ""
    kind: str = ""
    sme: bool = False


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """One invoice that was or is paid too late; amounts in 分."""

    contract_number: str
    number: int
    contract_title: str
    invoice_number: str
    buyer_name: str
    supplier_name: str
    payee_is_sme: bool
    amount: int
    left: int
    due_on: date
    due_rule: str
    due_lines: tuple[str, ...]
    paid_on: date | None
    late_days: int
    interest: int
    state_label: str

    @property
    def href(self) -> str:
        """The invoice's address."""
        return f"/contracts/{self.contract_number}/invoices/{self.number}/"


@dataclass(frozen=True, slots=True)
class YearEndLine:
    """One invoice of a small firm that was owed when a year ended; ``owed`` in 分."""

    contract_number: str
    number: int
    contract_title: str
    invoice_number: str
    supplier_name: str
    owed: int
    due_on: date
    paid_on: date | None

    @property
    def href(self) -> str:
        """The invoice's address."""
        return f"/contracts/{self.contract_number}/invoices/{self.number}/"


@dataclass(frozen=True, slots=True)
class OverdueSum:
    """What a buyer, or all of them, owe; amounts in 分."""

    buyer_name: str
    contracts: int
    invoices: int
    amount: int
    left: int


@dataclass(frozen=True, slots=True)
class OverdueReport:
    """One page of the report with its sums; ``buyers`` is empty for a buyer itself."""

    found: Page[OverdueLine]
    total: OverdueSum
    buyers: list[OverdueSum]


def overdue_report(viewer: Viewer, query: OverdueQuery, *, after: str = "") -> OverdueReport:
    """Return a page of the report with the sums of all of it, and by buyer."""
    several = viewer.side is not Side.BUYER
    return OverdueReport(
        found=overdue_page(viewer, query, after=after),
        total=overdue_total(viewer, query),
        buyers=overdue_by_buyer(viewer, query) if several else [],
    )


def overdue_page(viewer: Viewer, query: OverdueQuery, *, after: str = "") -> Page[OverdueLine]:
    """List the report's lines, newest first, a page at a time."""
    return keyset(_wanted(viewer, query), after, _line)


def overdue_total(viewer: Viewer, query: OverdueQuery) -> OverdueSum:
    """Sum the report."""
    sums = _wanted(viewer, query).aggregate(**_SUMS)
    return _summed("", sums)


def overdue_by_buyer(viewer: Viewer, query: OverdueQuery) -> list[OverdueSum]:
    """Sum the report by buyer, who owes most first."""
    grouped = _wanted(viewer, query).order_by().values("buyer_name").annotate(**_SUMS)
    rows = grouped.order_by("-owed", "buyer_name")[:MOST_BUYERS]
    return [_summed(row["buyer_name"], row) for row in rows]


def overdue_lines(viewer: Viewer, query: OverdueQuery, *, most: int) -> Iterator[OverdueLine]:
    """Yield the report's lines for a file, in the order of their due days."""
    rows = _wanted(viewer, query).order_by("due_on", "pk")
    return (_line(row) for row in rows[:most].iterator(chunk_size=500))


def buyers_owing(viewer: Viewer, year: int) -> list[int]:
    """List the buyers that owed a small firm beyond its time when a year ended."""
    found = _at_year_end(viewer, year).values_list("buyer_id", flat=True)
    return sorted(set(found))


def year_end_lines(viewer: Viewer, year: int, buyer_id: int) -> tuple[YearEndLine, ...]:
    """List what a buyer owed small firms beyond its time when a year ended, oldest first."""
    rows = _at_year_end(viewer, year).filter(buyer_id=buyer_id).order_by("due_on", "pk")
    return tuple(
        YearEndLine(
            row.contract_number, row.number, row.contract_title, row.invoice_number,
            row.supplier_name, row.amount - row.settled, row.due_on, row.paid_on,
        )
        for row in rows
    )  # fmt: skip


def _at_year_end(viewer: Viewer, year: int) -> Any:
    """Return small firms' invoices due before the last day of a year of which a part was owed then.

    What was paid by that day is counted by its vouchers: money that came back later was owed.
    """
    last = date(year, 12, 31)
    paid = (
        PaymentVoucher.objects.seen_by(viewer)
        .filter(
            request__contract_number=OuterRef("contract_number"),
            request__invoice_number=OuterRef("number"),
            paid_on__lte=last,
        )
        .order_by()
        .values("request__contract_number")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    late = Invoice.objects.seen_by(viewer).filter(payee_is_sme=True, due_on__lt=last)
    owed = late.filter(Q(paid_on=None) | Q(paid_on__gt=last)).exclude(state="returned")
    return owed.annotate(settled=Coalesce(Subquery(paid), 0)).filter(settled__lt=F("amount"))


def _wanted(viewer: Viewer, query: OverdueQuery) -> Any:
    rows = Invoice.objects.seen_by(viewer).exclude(state="returned").filter(_late(query))
    if query.sme:
        rows = rows.filter(payee_is_sme=True)
    if query.words:
        rows = rows.filter(
            Q(buyer_name__icontains=query.words)
            | Q(supplier_name__icontains=query.words)
            | Q(contract_title__icontains=query.words)
            | Q(contract_number__startswith=query.words)
            | Q(invoice_number__startswith=query.words)
        )
    return rows


def _late(query: OverdueQuery) -> Q:
    today = clock.today()
    first, last = date(query.year, 1, 1), date(query.year, 12, 31)
    if query.kind == "yearend":
        day = min(last, today)
        return Q(due_on__lt=day) & (Q(paid_on=None) | Q(paid_on__gt=day))
    unpaid, late = Q(paid_on=None, due_on__lt=today), Q(paid_on__gt=F("due_on"))
    kinds = {"unpaid": unpaid, "late": late}
    return Q(due_on__gte=first, due_on__lte=last) & kinds.get(query.kind, unpaid | late)


def _line(row: Invoice) -> OverdueLine:
    shared = {name: getattr(row, name) for name in _COPIED}
    days = overdue_days(row.due_on, row.paid_on or clock.today())
    return OverdueLine(
        **shared,
        due_lines=tuple(row.due_lines),
        late_days=days,
        interest=row.interest + _running(row, days),
        state_label=state_label(row.state, row.paid_on),
    )


def _running(row: Invoice, days: int) -> int:
    """Return the interest on what is not paid yet, up to today, in 分."""
    return late_interest(row.left, days, on=clock.today()).amount if row.left and days else 0


def _summed(buyer: str, sums: dict[str, Any]) -> OverdueSum:
    owed, paid = sums["owed"] or 0, sums["settled"] or 0
    return OverdueSum(buyer, sums["contracts"], sums["invoices"], owed, owed - paid)


_SUMS = {
    "contracts": Count("contract_number", distinct=True),
    "invoices": Count("pk"),
    "owed": Sum("amount"),
    "settled": Sum("paid"),
}
_COPIED = (
    "contract_number", "number", "contract_title", "invoice_number", "buyer_name", "supplier_name",
    "payee_is_sme", "amount", "left", "due_on", "due_rule", "paid_on",
)  # fmt: skip
