"""When who rates whom: the occasions, and from which act their days are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.kernel.actors import Side
from lucai.law.deadlines import deadline
from lucai.law.parameters import status
from lucai.law.regions import PROVINCE
from lucai.law.status import Status

LABELS = {
    "evaluation": "评审活动结束",
    "activity": "采购活动结束",
    "performance": "合同履行完毕",
}
DISSOLVED = "trade.panel.dissolve"
ANNOUNCED = "trade.award.announce"
COMPLETED = "contract.contract.complete"
EVENTS = {DISSOLVED: "evaluation", ANNOUNCED: "activity", COMPLETED: "performance"}
"""The acts that open an occasion."""

PERIODS = {
    ("evaluation", None): ("GP-EXP-10", "value"),
    ("activity", Side.SUPPLIER): ("GP-EXP-10", "supplier"),
    ("activity", None): ("GP-EXP-10", "value"),
    ("performance", None): ("CRD-03", "value"),
}
VOLUNTARY = frozenset({("activity", Side.SUPPLIER)})
"""Who may rate and need not (财库〔2018〕2号 第十八条: 供应商可以)."""


@dataclass(frozen=True, slots=True)
class Period:
    """Until when a rating is in time, until when it is still taken, and by which rule."""

    due: date
    closes: date
    rule: str
    calculation: tuple[str, ...]


def period(occasion: str, side: Side, since: date) -> Period:
    """Return the period of a rating; both days included.

    Raises:
        CalendarMissing: the announced calendar does not reach.
        NotYetEffective: nobody was asked to rate on this occasion yet.
    """
    rule, name = PERIODS.get((occasion, side)) or PERIODS[occasion, None]
    due = deadline(rule, since, name, region=PROVINCE)
    return Period(due.date, _closes(due.date), rule, due.calculation)


def _closes(due: date) -> date:
    """Return until when a late rating is taken; before that measure none was."""
    if status("CRD-03", due) is not Status.APPLICABLE:
        return due
    return deadline("CRD-03", due, "late", region=PROVINCE).date
