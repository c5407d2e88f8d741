"""Rules of receivables that a small or medium firm wants confirmed, to borrow against them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.payments import receivable_confirmation_due
from lucai.law.rules import Finding, rule
from lucai.law.wording import day, yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivableFacts:
    """A receivable about to be answered; ``left`` in 分 is what is still to pay on its invoice."""

    asked_on: date
    amount: int = 0
    left: int = 0
    returned: bool = False


@rule("GP-PAY-05", dated_by="asked_on", severity="warn")
def receivable_is_answered_in_time(facts: ReceivableFacts, at: datetime) -> Finding:
    """中小企业以应收账款担保融资的，应当自提出确权请求之日起三十日内确认。"""
    last = receivable_confirmation_due(facts.asked_on)
    said = f"最迟应当在{day(last)}答复，现已逾期，仍应答复。"
    return Finding(beijing_day(at) <= last, said)


@rule("GP-PAY-05", dated_by="asked_on")
def receivable_is_owed(facts: ReceivableFacts, at: datetime) -> Finding:
    """确认的应收账款不超过发票尚未支付的金额。"""
    del at
    if facts.returned:
        return Finding(False, "发票已经退回，没有应付的款项可以确认。")
    said = f"请求确认{yuan(facts.amount)}，发票尚未支付{yuan(facts.left)}。"
    return Finding(facts.amount <= facts.left, said)
