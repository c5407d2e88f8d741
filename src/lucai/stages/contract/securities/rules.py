"""What the law asks of a performance bond."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.rules import Finding, rule
from lucai.law.wording import yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityFacts:
    """A bond about to be confirmed; amounts in 分."""

    agreed: int
    amount: int
    verified: bool = True
    message: str = ""
    valid_until: date | None = None
    needed_until: date | None = None


@rule("GP-BON-07")
def bond_is_genuine(facts: SecurityFacts, at: datetime) -> Finding:
    """保函等非现金形式的履约保证金应当真实有效。"""
    return Finding(facts.verified, f"{facts.message}。请退回供应商重新提交。")


@rule("GP-BON-07")
def bond_is_as_agreed(facts: SecurityFacts, at: datetime) -> Finding:
    """履约保证金应当按合同约定的金额提交，不得多收。"""
    return Finding(
        facts.amount == facts.agreed,
        f"提交的金额为{yuan(facts.amount)}，合同约定{yuan(facts.agreed)}。",
    )


@rule("GP-BON-07", severity="warn")
def bond_outlasts_the_contract(facts: SecurityFacts, at: datetime) -> Finding:
    """履约保证金的有效期应当覆盖合同履行和验收期间。"""
    until, needed = facts.valid_until, facts.needed_until
    holds = not until or not needed or until >= needed
    return Finding(holds, f"有效期到 {until}，合同履行和验收预计到 {needed}，到期前请供应商续期。")
