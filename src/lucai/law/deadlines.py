"""Deadlines: every duration rule counted from a day, with lines a clerk can follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from lucai.law.calendar import (
    Calendar,
    Counted,
    Day,
    add_days,
    add_months,
    add_workdays,
    add_years,
    roll_forward,
)
from lucai.law.parameters import (
    DEFAULT_NAME,
    Parameter,
    ParameterSheet,
    parameter,
    parameter_sheet,
    require_in_force,
)
from lucai.law.status import NoSuchRule

UNITS = {"workday": "个工作日", "calendar_day": "日", "month": "个月", "year": "年"}
FORWARD, BACKWARD = "forward", "backward"
EARLIEST, LATEST = "earliest", "latest"
_AT_LEAST = "min"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day reached by a rule: the earliest or the latest day for an act."""

    date: Day
    rule: str
    name: str
    meaning: str
    act: str
    cites: tuple[str, ...]
    counted: tuple[Day, ...] = ()
    skipped: tuple[tuple[Day, str], ...] = ()
    unrolled: Day | None = None
    calculation: tuple[str, ...] = field(default=())

    def allows(self, day: Day) -> bool:
        """Tell whether an act on a day keeps the deadline; the day itself is included (CNT-05)."""
        return day >= self.date if self.meaning == EARLIEST else day <= self.date


def deadline(
    rule_id: str,
    from_: date,
    name: str = DEFAULT_NAME,
    *,
    direction: str | None = None,
    roll: bool = True,
    region: str | None = None,
    calendar: Calendar | None = None,
) -> Deadline:
    """Count a rule's duration from a day, forward or back as the rule says (CNT-01 … CNT-08).

    A floor gives the earliest day of the act and never rolls; a ceiling in calendar days
    that ends on a rest day rolls to the next workday unless ``roll`` is false.

    Raises:
        NoSuchRule: the rule is unknown or carries no duration of days.
        NotYetEffective, Expired: it is not in force on ``from_``.
        CalendarMissing: the announced calendar does not reach.
    """
    sheet = require_in_force(rule_id, from_)
    spec = duration_sheet(rule_id, name)
    least = parameter(rule_id, spec.name, on=from_, region=region)
    way = direction or spec.direction
    spec = _turned(spec, way)
    raw = _count(from_, least, way, calendar)
    rolls = roll and spec.rolls and way == FORWARD
    final = roll_forward(raw.date, calendar) if rolls else Counted(raw.date)
    return Deadline(
        final.date,
        sheet.id,
        spec.name,
        _meaning(spec, way),
        spec.act,
        least.cites,
        raw.counted,
        (*raw.skipped, *final.skipped),
        raw.date,
        _lines(from_, spec, least, raw, final, way),
    )


def duration_sheet(rule_id: str, name: str = DEFAULT_NAME) -> ParameterSheet:
    """Return a duration parameter of a rule.

    Raises:
        NoSuchRule: the rule has no duration counted in days, months or years.
    """
    spec = parameter_sheet(rule_id, name)
    if spec.bound is None or spec.unit not in UNITS:
        raise NoSuchRule(f"规则{rule_id}没有以日、工作日、月或年计算的期限。")
    return spec


def kept(rule_id: str, from_: date, act_on: date, name: str = DEFAULT_NAME) -> bool:
    """Tell whether an act kept a ceiling; needs no calendar when it is early beyond doubt."""
    spec = duration_sheet(rule_id, name)
    most = parameter(rule_id, spec.name, on=from_)
    if spec.unit in {"workday", "calendar_day"} and act_on <= add_days(from_, int(most.value)):
        return True
    return deadline(rule_id, from_, name).allows(act_on)


def _count(start: date, length: Parameter, way: str, calendar: Calendar | None) -> Counted:
    amount = int(length.value) if way == FORWARD else -int(length.value)
    if length.unit == "workday":
        return add_workdays(start, amount, calendar)
    add = {"calendar_day": add_days, "month": add_months, "year": add_years}[length.unit]
    return Counted(add(start, amount))


def _turned(spec: ParameterSheet, way: str) -> ParameterSheet:
    """Counted against its own direction, a duration leads from the act back to its anchor."""
    if way == spec.direction or not spec.anchor:
        return spec
    act = spec.act if spec.act.endswith("之日") else f"{spec.act}之日"
    return replace(spec, anchor=act, act=spec.anchor)


def _meaning(spec: ParameterSheet, way: str) -> str:
    at_least, forward = spec.bound == _AT_LEAST, way == FORWARD
    return EARLIEST if at_least == forward else LATEST


def _lines(
    start: date, spec: ParameterSheet, length: Parameter, raw: Counted, final: Counted, way: str
) -> tuple[str, ...]:
    at_least = "不少于" if spec.bound == _AT_LEAST else "不超过"
    sign = "向后" if way == FORWARD else "向前"
    first = f"{spec.anchor or '起算日'}：{start.isoformat()}，当日不计入。"
    second = f"{sign}计算{length.value}{UNITS[length.unit]}（{at_least}）。"
    return tuple(filter(None, (first, second, *_day_lines(raw), _end_line(spec, raw, final, way))))


def _day_lines(raw: Counted) -> tuple[str, ...]:
    if not raw.counted:
        return ()
    lines = ["计入：" + "、".join(day.isoformat() for day in raw.counted) + "。"]
    if raw.skipped:
        lines.append(
            "不计入：" + "、".join(f"{d.isoformat()}（{why}）" for d, why in raw.skipped) + "。"
        )
    return tuple(lines)


def _end_line(spec: ParameterSheet, raw: Counted, final: Counted, way: str) -> str:
    word = "最早" if _meaning(spec, way) == EARLIEST else "最迟"
    rolled = f"{raw.date.isoformat()}为休息日，顺延；" if final.date != raw.date else ""
    if spec.act.endswith("之日"):
        return f"{rolled}{spec.act}{word}为{final.date.isoformat()}。"
    return f"{rolled}{word}于{final.date.isoformat()}{spec.act}。"
