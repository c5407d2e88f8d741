"""The due day comes near, or is past: the buyer is reminded, then everybody concerned is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.calendar import beijing_day
from lucai.law.payments import late_interest, overdue_days
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.payment.requests.fragments import due_body
from lucai.stages.payment.requests.lifecycle import INVOICE
from lucai.stages.payment.requests.models import Invoice

REMINDER = timedelta(days=5)
"""How long before the due day the buyer is reminded: a working week, no rule of law."""
AT_ONCE = 200
OWED = ("received", "claimed", "requested")


def tell_of_dates(actor: Actor, *, now: datetime) -> int:
    """Remind of invoices that are soon due, and alert of those that are overdue; return how many."""
    today = beijing_day(now)
    near = _waiting(due_on__gte=today, due_on__lte=today + REMINDER, reminded_at=None)
    over = _waiting(due_on__lt=today, alerted_at=None)
    for row in near:
        _remind(actor, row=row)
    for row in over:
        _alert(actor, row=row, today=today)
    return len(near) + len(over)


def _waiting(**wanted: object) -> list[Invoice]:
    with system_access("due days"):
        rows = Invoice.objects.filter(paid_on=None, state__in=OWED, **wanted)
        return list(rows.order_by("due_on", "pk")[:AT_ONCE])


@command
def _remind(actor: Actor, *, row: Invoice) -> None:
    row.change(reminded_at=clock.now())
    note(
        actor, row, INVOICE, "reminded", label=f"应付日 {row.due_on.isoformat()} 将到，请支付",
        body=_due(row), audience=(row.buyer_id,),
    )  # fmt: skip


@command
def _alert(actor: Actor, *, row: Invoice, today: date) -> None:
    days = overdue_days(row.due_on, today)
    row.change(alerted_at=clock.now())
    body = {
        **_due(row),
        "left": row.left,
        "lateDays": days,
        "interest": late_interest(row.left, days, on=today).amount,
    }
    note(
        actor, row, INVOICE, "overdue", label="超过应付日仍未支付", body=body, public=True,
        audience=(row.buyer_id, row.supplier_id, row.finance_id),
    )  # fmt: skip


def _due(row: Invoice) -> dict[str, Any]:
    return due_body(
        row.contract_number, row.number, due_on=row.due_on, amount=row.amount,
        buyer_id=row.buyer_id,
    )  # fmt: skip
