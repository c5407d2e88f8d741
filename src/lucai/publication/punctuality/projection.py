"""Counting payments out of the journal: incrementally, and twice is once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from lucai.law.calendar import beijing_day
from lucai.platform.journal.models import JournalEntry
from lucai.publication.punctuality.models import BuyerMonth, DuePayment

PAID, BOUNCED, OVERDUE = "payment.request.pay", "payment.request.bounce", "payment.invoice.overdue"
EVENTS = frozenset({PAID, BOUNCED, OVERDUE})

Bucket = tuple[int, date]


def count_payments(entries: Sequence[JournalEntry]) -> None:
    """Take in what entries say of payments, and sum the months they touch anew."""
    telling = [e for e in entries if e.event in EVENTS and e.public and "invoice" in e.body]
    if not telling:
        return
    facts = {str(entry.body["invoice"]): _fact(entry) for entry in telling}
    known = DuePayment.objects.filter(invoice__in=list(facts)).values_list("buyer_id", "month")
    touched = {*known, *((fact.buyer_id, fact.month) for fact in facts.values())}
    DuePayment.objects.bulk_create(
        facts.values(), update_conflicts=True, unique_fields=["invoice"], update_fields=_REWRITTEN
    )
    _sum_anew(touched)


def _fact(entry: JournalEntry) -> DuePayment:
    """Return what an entry says of an invoice; the last one said of it is true."""
    body, due_on = entry.body, date.fromisoformat(entry.body["dueOn"])
    paid_on = date.fromisoformat(body["paidOn"]) if entry.event == PAID else None
    return DuePayment(
        invoice=body["invoice"],
        buyer_id=body["buyer"],
        month=(paid_on or due_on).replace(day=1),
        amount=body["dueAmount"],
        due_on=due_on,
        paid_on=paid_on,
        late_days=max((paid_on - due_on).days, 0) if paid_on else 0,
        counts=paid_on is not None or due_on < beijing_day(entry.at),
    )


def _sum_anew(touched: Iterable[Bucket]) -> None:
    wanted = set(touched)
    rows = DuePayment.objects.filter(
        buyer_id__in={buyer for buyer, _ in wanted}, month__in={month for _, month in wanted}
    )
    sums = {
        (row["buyer_id"], row["month"]): row
        for row in rows.filter(counts=True).values("buyer_id", "month").annotate(**_SUMS)
    }
    BuyerMonth.objects.bulk_create(
        [_month(bucket, sums.get(bucket, {})) for bucket in sorted(wanted)],
        update_conflicts=True,
        unique_fields=["buyer_id", "month"],
        update_fields=list(_SUMS),
    )


def _month(bucket: Bucket, sums: dict[str, Any]) -> BuyerMonth:
    buyer, month = bucket
    return BuyerMonth(buyer_id=buyer, month=month, **{name: sums.get(name) or 0 for name in _SUMS})


_LATE = Q(late_days__gt=0)
_UNPAID = Q(paid_on=None)
_SUMS = {
    "in_time": Count("pk", filter=Q(late_days=0) & ~_UNPAID),
    "late": Count("pk", filter=_LATE),
    "unpaid": Count("pk", filter=_UNPAID),
    "late_amount": Sum("amount", filter=_LATE | _UNPAID),
    "total": Sum("amount"),
    "days": Sum("late_days", filter=_LATE),
}
_REWRITTEN = ["buyer_id", "month", "amount", "due_on", "paid_on", "late_days", "counts"]
