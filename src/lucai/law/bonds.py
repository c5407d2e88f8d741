"""What a bond that was given back late costs: the fee of 财政部令第87号 第三十八条."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lucai.law.exact import half_up
from lucai.law.parameters import parameter
from lucai.law.payments import Interest, overdue_days
from lucai.law.wording import percent, yuan

SAMPLE = "（利率为示例值，以中国人民银行同期公布的为准）"


def late_bond_fee(amount: int, due_on: date, given_back_on: date, *, region: str) -> Interest:
    """Return the fee in 分 on the days between the last lawful day and the refund.

    The benchmark rate for a year is raised by the law's factor, and counted by the day as banks
    do; nothing is owed for a bond that was given back in time. The rate of the People's Bank is
    a sample that a region replaces by what was published.
    """
    days = overdue_days(due_on, given_back_on)
    factor = parameter("GP-BON-05", "multiplier", on=given_back_on)
    year = parameter("GP-BON-05", "benchmark", on=given_back_on, region=region)
    in_year = int(parameter("GP-BON-05", "year_days", on=given_back_on, region=region).value)
    rate = Fraction(year.value) * Fraction(factor.value)
    fee = int(half_up(amount * rate * days / in_year, 0))
    line = (
        f"逾期 {days} 日：{yuan(amount)} × 贷款基准利率 {percent(year.value)} × {factor.value} ÷ "
        f"{in_year} × {days} ＝ {yuan(fee)}{SAMPLE if year.illustrative else ''}。"
    )
    return Interest(fee, (line,) if days else (), factor.cites)
