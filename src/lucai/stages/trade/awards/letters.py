"""What letters to winner and losers say."""

from __future__ import annotations

from datetime import date

from lucai.kernel import clock
from lucai.law.calendar import CalendarMissing
from lucai.law.deadlines import deadline
from lucai.stages.trade.evaluations.selectors import ResultLine


def contract_until() -> date | None:
    """Return the last day for the contract (GP-CTR-01), or None where no calendar reaches it."""
    try:
        return deadline("GP-CTR-01", clock.today()).date
    except CalendarMissing:
        return None


def why_not(line: ResultLine, *, winner_rank: int, passed_over: str) -> str:
    """Say why a bidder did not win; ``passed_over`` is the reason for which it was skipped."""
    if line.rank is None:
        return line.reason or "投标无效"
    if line.rank < winner_rank:
        return passed_over
    if line.total is None:
        return f"评审价格排名第 {line.rank}，不是最低。"
    return f"评审总得分排名第 {line.rank}，低于中标供应商。"
