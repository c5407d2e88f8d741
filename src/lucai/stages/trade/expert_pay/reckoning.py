"""What a review is paid, from when it began and ended. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.calendar import beijing_day
from lucai.law.parameters import parameter
from lucai.law.regions import PROVINCE
from lucai.law.wording import moment, plain

HOUR, FEN = 3600, 100
RULE, NUMBERS = "GP-EXP-12", ("first_hours", "first_pay", "more_pay")


@dataclass(frozen=True, slots=True)
class Pay:
    """What is owed, in 分, and how it was reckoned."""

    hours: int
    amount: int
    calculation: tuple[str, ...]


def reckoned(began: datetime, ended: datetime, *, region: str = PROVINCE) -> Pay:
    """Reckon by begun hours: a flat sum for the first ones, so much for each hour after."""
    on = beijing_day(ended)
    found = [parameter(RULE, one, on=on, region=region or PROVINCE) for one in NUMBERS]
    first_hours, first_pay, more_pay = (int(one.value) for one in found)
    hours = max(1, -(-int((ended - began).total_seconds()) // HOUR))
    more = max(0, hours - first_hours)
    yuan = first_pay + more * more_pay
    sample = "（省级标准尚未取得，为示例数值）" if any(one.illustrative for one in found) else ""
    first = f"前 {first_hours} 小时 {plain(first_pay)} 元"
    rest = f"超出 {more} 小时 × {plain(more_pay)} 元"
    times = f"签到 {moment(began)}，评审结束 {moment(ended)}，计 {hours} 小时。"
    return Pay(hours, yuan * FEN, (times, f"{first}，{rest}，合计 {plain(yuan)} 元{sample}。"))
