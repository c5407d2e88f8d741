"""What the law asks of an acceptance, besides ``lucai.law.contract_rules``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from lucai.law.contract_rules import AcceptanceFacts
from lucai.law.rules import Finding, rule
from lucai.stages.performance.milestones.periods import months_later


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceCheck(AcceptanceFacts):
    """An acceptance with who is about to conclude it."""

    person: str = ""
    duties: frozenset[str] = frozenset()
    members: int = 0
    failed_requirements: tuple[str, ...] = ()
    something_refused: bool = False
    complex_project: bool = False
    tested: bool = False


@rule("GP-ACC-01")
def group_has_members(facts: AcceptanceCheck, at: datetime) -> Finding:
    """应当成立验收小组，由成员共同验收。"""
    return Finding(facts.members > 0, "还没有填写验收小组成员。")


@rule("GP-ACC-01")
def failed_requirements_turn_items_down(facts: AcceptanceCheck, at: datetime) -> Finding:
    """有技术、商务要求不合格的，相应标的不得验收为合格。"""
    holds = not facts.failed_requirements or facts.something_refused
    named = "、".join(facts.failed_requirements)
    return Finding(
        holds, f"要求 {named} 不合格，但所有标的都按合格填写，请核减相应标的的合格数量。"
    )


@rule("GP-ACC-01")
def complex_projects_are_tested(facts: AcceptanceCheck, at: datetime) -> Finding:
    """大型或者复杂的项目，应当邀请国家认可的质量检测机构参加验收。"""
    holds = not facts.complex_project or facts.tested
    return Finding(holds, "验收小组里没有质量检测机构的成员，也没有检测报告。")


def warranty_until(amount: int, accepted_on: date | None, months: int) -> date | None:
    """Return the last day of warranty of what was accepted; None where there is none."""
    if not amount or not accepted_on or not months:
        return None
    return months_later(accepted_on, months)


def price_of(quantity: Decimal, unit_price: int) -> int:
    """Return quantity × unit price in 分, rounded half up."""
    return int((quantity * unit_price).quantize(Decimal(1), ROUND_HALF_UP))


def accepted_amount(
    before: Decimal, now: Decimal, *, agreed: Decimal, unit_price: int, total: int
) -> int:
    """Return what accepting ``now`` more is worth, in 分.

    Parts of an item sum to the item's amount, however they are split.
    """

    def worth(quantity: Decimal) -> int:
        return total if quantity == agreed else price_of(quantity, unit_price)

    return worth(before + now) - worth(before)
