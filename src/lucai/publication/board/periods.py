"""The clocks of a notice: until when it stands, until when somebody may still act on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock
from lucai.law.calendar import add_days
from lucai.law.deadlines import deadline, duration_sheet
from lucai.law.method_rules import time_of
from lucai.law.methods import say
from lucai.law.notices import notice_forms
from lucai.law.parameters import rule_sheet
from lucai.publication.board.sheets import moment_in

RESULT_PERIOD = ("GP-TEN-20", "period")
QUESTION_RULE = "GP-QST-02"
_ENDS_A_PERIOD = ("公告期限届满之日", "公示期届满之日")


@dataclass(frozen=True, slots=True)
class Period:
    """One clock: what ends when, under which articles."""

    label: str
    until: datetime
    cites: tuple[str, ...]
    note: str = ""

    @property
    def over(self) -> bool:
        """Whether it has run out."""
        return clock.now() >= self.until

    @property
    def last_moment(self) -> str:
        """The end as people say it: a whole day ends at 24:00."""
        until = self.until.astimezone(clock.BEIJING)
        if until.hour or until.minute:
            return f"{until:%Y-%m-%d %H:%M}"
        return f"{add_days(until.date(), -1)} 24:00"


def periods_of(
    kind: str, fields: Mapping[str, Any], published_at: datetime, *, method: str = "open"
) -> list[Period]:
    """Return the clocks of a notice in the order in which they run out.

    What the notice itself says comes first; without it the law's own count is shown.

    Args:
        method: whose words and articles the clocks have.
    """
    handing_in = say(method, "提交投标文件")
    documents, response = _cites(method, "documents"), _cites(method, "response")
    changed = _cites(method, "clarification")
    found = [
        _notice_period(kind, fields, published_at),
        _documents_period(fields, documents),
        _moment_field(fields, "newDocumentsUntil", "获取采购文件（延长后）", documents),
        _moment_field(fields, "bidDeadline", handing_in, response),
        _moment_field(fields, "newBidDeadline", f"{handing_in}（顺延后）", changed),
        _question_period(kind, fields, published_at),
    ]
    return sorted((period for period in found if period), key=lambda period: period.until)


def _cites(method: str, name: str) -> tuple[str, ...]:
    """Return the articles of one of a method's times; none where the method has no such time."""
    reference = time_of(method, name)
    return rule_sheet(reference.rule).cites if reference else ()


def _notice_period(kind: str, fields: Mapping[str, Any], published_at: datetime) -> Period | None:
    rule, name = _period_rule(kind)
    last = _day_in(fields.get("noticeUntil")) or _counted(rule, name, _day(published_at))
    if not last:
        return None
    return Period("公告期限", _end_of(last), rule_sheet(rule).cites if rule else ())


def _period_rule(kind: str) -> tuple[str, str]:
    """Return the rule that says how long a kind of notice stands, if one does."""
    if kind == "result":
        return RESULT_PERIOD
    form = notice_forms().get(kind)
    if not form or not form.timing:
        return "", ""
    try:
        spec = duration_sheet(form.timing)
    except LookupError:
        return "", ""
    return (form.timing, spec.name) if spec.act in _ENDS_A_PERIOD else ("", "")


def _counted(rule: str, name: str, start: date) -> date | None:
    if not rule:
        return None
    try:
        return deadline(rule, start, name).date
    except LookupError:  # not in force then, or the calendar of that year is not announced
        return None


def _question_period(kind: str, fields: Mapping[str, Any], published_at: datetime) -> Period | None:
    """After a result: until when a supplier may question it, from the end of the notice's period."""
    if kind != "result":
        return None
    rule, name = RESULT_PERIOD
    start = _day_in(fields.get("noticeUntil")) or _counted(rule, name, _day(published_at))
    last = _counted(QUESTION_RULE, duration_sheet(QUESTION_RULE).name, start) if start else None
    if not last:
        return None
    note = "从公告期限届满之日起算"
    return Period("对结果提出质疑", _end_of(last), rule_sheet(QUESTION_RULE).cites, note)


def _documents_period(fields: Mapping[str, Any], cites: tuple[str, ...]) -> Period | None:
    """Until when documents are handed out: a moment where the notice says one, else a whole day."""
    last = _day_in(fields.get("documentsUntil"))
    until = _end_of(last) if last else moment_of(fields, "documentsUntil")
    if not until:
        return None
    hours = str(fields.get("documentsHours") or "")
    return Period("获取采购文件", until, cites, hours if last else "")


def _moment_field(
    fields: Mapping[str, Any], key: str, label: str, cites: tuple[str, ...]
) -> Period | None:
    at = moment_of(fields, key)
    return Period(label, at, cites) if at else None


def moment_of(fields: Mapping[str, Any], key: str) -> datetime | None:
    """Read a moment of a notice; None when there is none."""
    try:
        return moment_in(fields[key]) if fields.get(key) else None
    except (TypeError, ValueError):
        return None


def _day_in(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


def _day(at: datetime) -> date:
    return at.astimezone(clock.BEIJING).date()


def _end_of(last: date) -> datetime:
    return clock.moment(add_days(last, 1))
