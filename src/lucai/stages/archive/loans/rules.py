"""What the law asks of a loan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanFacts:
    """A loan about to be granted; ``closed``: parts that its borrower may not read."""

    closed: tuple[str, ...] = ()


@rule("GP-ARC-03")
def others_bids_stay_closed(facts: LoanFacts, at: datetime) -> Finding:
    """评审情况和其他供应商的投标文件涉及商业秘密的，不得借给供应商。"""
    return Finding(not facts.closed, f"不能借给供应商：{listed(facts.closed)}。请去掉后再同意。")
