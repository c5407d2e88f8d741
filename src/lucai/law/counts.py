"""Counting rules: framework elimination and refill, recommendations, pools, innovation contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lucai.law.exact import round_down, round_up
from lucai.law.parameters import LATEST_VERSION, parameter
from lucai.law.status import LawRefuses
from lucai.law.wording import percent, yuan


@dataclass(frozen=True, slots=True)
class Elimination:
    """How many responders go and how many are admitted."""

    eliminate: int
    admitted: int


def elimination(
    responders: int,
    rate: Decimal,
    *,
    quality_first: bool = False,
    on: date = LATEST_VERSION,
) -> Elimination:
    """Apply the elimination rate of a closed framework: rounded up, and at least one.

    Raises:
        LawRefuses: too few responders, or a rate below the legal one.
    """
    fewest = parameter("GP-FRA-05", "responders", on=on).value
    if responders < fewest:
        raise LawRefuses(f"符合条件的响应供应商不得少于{fewest}家，填写的是{responders}家。")
    least = parameter("GP-FRA-05", "rate_quality_first" if quality_first else "rate", on=on).value
    if not least <= rate < 1:
        raise LawRefuses(f"淘汰率不得低于{percent(least)}且应当小于100%，填写的是{percent(rate)}。")
    at_least = parameter("GP-FRA-05", "eliminate_at_least", on=on).value
    out = max(at_least, round_up(responders * Fraction(rate)))
    if out >= responders:
        raise LawRefuses("按此淘汰率没有供应商可以入围。")
    return Elimination(out, responders - out)


def refill_is_allowed(
    initial: int, left: int, execution_hurt: bool, *, on: date = LATEST_VERSION
) -> bool:
    """Tell whether a framework may be refilled: too few left, and execution suffers (GP-FRA-08)."""
    limit = Fraction(parameter("GP-FRA-08", on=on).value)
    return execution_hurt and Fraction(left, initial) < limit


def recommendation_is_balanced(
    by_purchaser: int, by_experts: int, *, on: date = LATEST_VERSION
) -> bool:
    """Tell whether the purchaser's share of written recommendations is lawful (GP-NEG-02)."""
    share = Fraction(parameter("GP-NEG-02", "purchaser_share", on=on).value)
    total = by_purchaser + by_experts
    return total > 0 and Fraction(by_purchaser, total) <= share


def check_invitation_pool(drawn: int, pool: int, *, on: date = LATEST_VERSION) -> None:
    """Check the number drawn and the pool of an invited tender (GP-TEN-07).

    Raises:
        LawRefuses: fewer drawn than the law asks, or a pool too small for a real draw.
    """
    least = parameter("GP-TEN-07", "invited", on=on).value
    if drawn < least:
        raise LawRefuses(f"应当随机抽取{least}家以上供应商，填写的是{drawn}家。")
    needed = drawn * parameter("GP-TEN-07", "pool_multiple", on=on).value
    if pool < needed:
        raise LawRefuses(f"备选供应商应当不少于{needed}家，填写的是{pool}家。")


def research_payment(reimbursable: int, ratio: Decimal) -> int:
    """Return what a cost-compensation research contract pays, in 分: cost times the ratio agreed."""
    return round_down(reimbursable * Fraction(ratio))


def check_first_purchase_advance(amount: int, advance: int, *, on: date = LATEST_VERSION) -> None:
    """Check the advance of a first purchase, both in 分 (COI-10).

    Raises:
        LawRefuses: it is less than the share the law asks.
    """
    share = parameter("COI-10", on=on).value
    least = round_up(amount * Fraction(share))
    if advance < least:
        raise LawRefuses(
            f"首购预付款不得低于{percent(share)}即{yuan(least)}，填写的是{yuan(advance)}。"
        )
