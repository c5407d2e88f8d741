"""How a contract is paid: a part before delivery, the rest by what is accepted, a part kept back.

The plan is one of the clauses people write, so that it stands in the text both sides sign:
``30/5/365`` is 30 % before delivery, 5 % kept for 365 days after acceptance; empty is neither.
"""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Shares:
    """What one acceptance makes payable, in 分; the three sum to what was accepted."""

    now: int
    prepaid: int
    kept: int


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """Percentages of the contract's amount, and for how many days a part is kept back."""

    advance: int = 0
    retention: int = 0
    retention_days: int = 0

    def __bool__(self) -> bool:
        """Whether it is anything but paying what is accepted."""
        return bool(self.advance or self.retention)

    def written(self) -> str:
        """Return it as the clause keeps it."""
        return f"{self.advance}/{self.retention}/{self.retention_days}" if self else ""

    def prepaid(self, amount: int) -> int:
        """Return what is paid before delivery of a contract of this amount, in 分."""
        return amount * self.advance // WHOLE

    def shares(self, amount: int, before: int, accepted: int) -> Shares:
        """Share out what was accepted after ``before`` of a contract's ``amount``, in 分.

        Each share is the difference of two running totals, so that the parts of any number of
        acceptances sum to the contract to the 分.
        """
        after = before + accepted
        kept = after * self.retention // WHOLE - before * self.retention // WHOLE
        advance = self.prepaid(amount)
        prepaid = advance * after // amount - advance * before // amount
        return Shares(accepted - kept - prepaid, prepaid, kept)

    def sentences(self) -> tuple[str, ...]:
        """Return the paragraphs of the contract's text."""
        found = []
        if self.advance:
            found.append(
                f"合同生效并收到乙方发票后，甲方向乙方支付合同金额 {self.advance}% 的预付款；"
                "预付款按验收合格金额的比例在以后各次付款中抵扣。"
            )
        if self.retention:
            found.append(
                f"每次付款预留验收合格金额的 {self.retention}% 作为尾款，"
                f"验收合格之日起满 {self.retention_days} 日后收到乙方发票支付。"
            )
        return tuple(found)


def read_plan(text: str) -> PaymentPlan:
    """Read a plan as the clause keeps it; an empty clause is no plan."""
    return PaymentPlan(*map(int, text.split("/"))) if text else PaymentPlan()
