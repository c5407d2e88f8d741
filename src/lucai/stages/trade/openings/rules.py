"""What the law asks of an opening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class HallFacts:
    """An opening as its steps judge it; ``waiting`` counts questions without a reply."""

    bid_deadline: datetime
    panel_members_present: tuple[str, ...] = ()
    bidders: int = 0
    waiting: int = 0


@rule("GP-TEN-10", severity=Severity.BLOCK)
def questions_are_answered(facts: HallFacts, at: datetime) -> Finding:
    """投标人当场提出的询问和异议已经全部答复。"""
    del at
    waiting = facts.waiting
    return Finding(
        not waiting, f"还有 {waiting} 条询问没有答复，答复后才能形成开标记录。" if waiting else ""
    )
