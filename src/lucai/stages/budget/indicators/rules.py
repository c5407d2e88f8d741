"""What the law asks of budget money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import money
from lucai.law.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator's account, in 分, and what is asked of it."""

    amount: int
    held: int
    committed: int
    consumed: int
    wanted: int = 0

    @property
    def free(self) -> int:
        """What is neither held, committed nor consumed."""
        return self.amount - self.held - self.committed - self.consumed


def budget_is_enough(facts: IndicatorFacts, at: datetime) -> Verdict:
    """政府采购应当严格按照批准的预算执行，不得超预算采购。"""
    del at
    holds = facts.wanted <= facts.free
    message = (
        "预算余额足够"
        if holds
        else f"预算余额不足：需要 {money.yuan(facts.wanted)} 元，可用 {money.yuan(facts.free)} 元"
    )
    lines = (
        f"指标金额 {money.yuan(facts.amount)} 元",
        f"减：已冻结 {money.yuan(facts.held)} 元",
        f"减：已签合同 {money.yuan(facts.committed)} 元",
        f"减：已支付 {money.yuan(facts.consumed)} 元",
        f"可用 {money.yuan(facts.free)} 元",
    )
    return Verdict("GP-BUD-01", holds, message, ("政府采购法/6",), calculation=lines)


def nothing_is_bound(facts: IndicatorFacts, at: datetime) -> Verdict:
    """指标已被计划或合同占用时不能收回。"""
    del at
    holds = facts.held == 0 and facts.committed == 0
    message = "指标未被占用" if holds else "指标已被计划冻结或合同占用，先终止有关采购再收回"
    return Verdict("GP-BUD-01", holds, message, ("政府采购法/6",))
