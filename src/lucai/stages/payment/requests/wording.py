"""How pages and files say what an invoice is and how it stands."""

from __future__ import annotations

from datetime import date

from lucai.stages.payment.requests.lifecycle import INVOICE
from lucai.stages.payment.requests.rules import ADVANCE, RETENTION, SILENCE


def basis_of(kind: str, acceptance: int) -> str:
    """Say in words what an invoice is for."""
    if kind == ADVANCE:
        return "预付款"
    if kind == SILENCE:
        return f"第 {acceptance} 次交付（逾期未验收）"
    return f"第 {acceptance} 次验收" + ("的尾款" if kind == RETENTION else "")


def state_label(state: str, paid_on: date | None) -> str:
    """Return the state of an invoice in words; a paid one is paid."""
    return "已支付" if paid_on else INVOICE.states[state]
