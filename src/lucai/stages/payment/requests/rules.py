"""What is asked of a payment, besides ``lucai.law.contract_rules``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.contract_rules import PaymentFacts
from lucai.law.rules import Finding, rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts(PaymentFacts):
    """A payment with who is about to approve it, and how far its contract has come."""

    person: str = ""
    duties: frozenset[str] = frozenset()
    contract_published: bool = True
    contract_filed: bool = True


@rule("GP-CTR-03")
def contract_is_published(facts: RequestFacts, at: datetime) -> Finding:
    """申请支付前，采购合同应当已经公告。"""
    return Finding(facts.contract_published, "采购合同还没有公告，请先公告合同。")


@rule("GP-CTR-04")
def contract_is_filed(facts: RequestFacts, at: datetime) -> Finding:
    """申请支付前，采购合同副本应当已经备案。"""
    return Finding(facts.contract_filed, "采购合同还没有备案，请先报送备案。")
