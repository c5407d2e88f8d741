"""What invited people see and say, as pages and papers read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.stages.acceptance.acceptances.lifecycle import PURPOSES, SATISFACTION
from lucai_trust import canonical, digests_of


@dataclass(frozen=True, slots=True)
class Said:
    """What one invited person said."""

    purpose: str
    name: str
    satisfaction: str
    text: str
    signed: bool
    at: datetime

    @property
    def purpose_label(self) -> str:
        """As what they were invited."""
        return PURPOSES[self.purpose]

    @property
    def satisfaction_label(self) -> str:
        """The rating in words; empty for a signature."""
        return SATISFACTION.get(self.satisfaction, "")


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """A way in, with its address; ``open``: it still leads somewhere."""

    pk: int
    purpose: str
    name: str
    organisation: str
    address: str
    expires_at: datetime
    open: bool
    answers: int

    @property
    def purpose_label(self) -> str:
        """Whom it is for."""
        return PURPOSES[self.purpose]


def tally(said: Iterable[Said]) -> str:
    """Return how users rated it, in a sentence; empty where none did."""
    counted = Counter(one.satisfaction for one in said if one.satisfaction)
    if not counted:
        return ""
    parts = [f"{label} {counted[key]} 人" for key, label in SATISFACTION.items()]
    return f"服务对象评价 {sum(counted.values())} 份：{'，'.join(parts)}"


def digest_of_lines(lines: Iterable[Any]) -> str:
    """Return the SM3 of a result, line by line, as members sign it."""
    content = [
        [line.number, line.reference, str(line.accepted or ""), line.verdict, line.found]
        for line in lines
    ]
    return digests_of(canonical({"format": "lucai.acceptance/1", "lines": content})).sm3
