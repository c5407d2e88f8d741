"""Whether a rule speaks at a given day: the status vocabulary and its errors."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """What a rule is at the moment of an event (rule book §1.1): never just yes or no."""

    APPLICABLE = "APPLICABLE"
    NOT_YET_EFFECTIVE = "NOT_YET_EFFECTIVE"
    EXPIRED = "EXPIRED"
    REPEALED = "REPEALED"
    SUPERSEDED = "SUPERSEDED"
    OUT_OF_JURISDICTION = "OUT_OF_JURISDICTION"
    OUT_OF_BUDGET_LEVEL = "OUT_OF_BUDGET_LEVEL"
    OUT_OF_SUBJECT = "OUT_OF_SUBJECT"
    TRANSITION_REVIEW = "TRANSITION_REVIEW"
    EXCEPTION_APPLIES = "EXCEPTION_APPLIES"
    CONFLICT_UNRESOLVED = "CONFLICT_UNRESOLVED"
    UNKNOWN = "UNKNOWN"


class LawRefuses(ValueError):
    """The law does not allow what was asked; the message is the Chinese sentence to show."""


class NoSuchRule(LookupError):
    """No rule or parameter of that name is known."""


class NotInForce(LookupError):
    """A rule or parameter exists but has no version in force on the day asked about."""

    status = Status.UNKNOWN


class NotYetEffective(NotInForce):
    """The rule takes effect only later."""

    status = Status.NOT_YET_EFFECTIVE

    def __init__(self, rule: str, title: str, since: date, on: date, advice: str = "") -> None:
        self.since = since
        super().__init__(
            f"{rule}（{title}）自{since.isoformat()}起施行，{on.isoformat()}尚未施行（NOT_YET_EFFECTIVE）。"
            f"{advice}"
        )


class Expired(NotInForce):
    """The rule has ceased to apply."""

    status = Status.EXPIRED

    def __init__(self, rule: str, title: str, until: date, on: date) -> None:
        self.until = until
        super().__init__(
            f"{rule}（{title}）至{until.isoformat()}止有效，{on.isoformat()}已经失效（EXPIRED）。"
        )


def window_status(since: date | None, until: date | None, on: date) -> Status:
    """Place a day before, inside or after a period in force; both ends count."""
    if since is not None and on < since:
        return Status.NOT_YET_EFFECTIVE
    if until is not None and on > until:
        return Status.EXPIRED
    return Status.APPLICABLE
