"""What holds of a member's findings before they are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A member's findings about to be handed in: which answers are missing."""

    missing: tuple[str, ...] = ()


@rule("GP-EVA-09", cites=("财政部令第110号/9", "财政部令第87号/46"))
def own_findings_are_complete(facts: SheetFacts, at: datetime) -> Finding:
    """评审小组成员应当独立评审每一份响应文件并写明意见。"""
    del at
    return Finding(not facts.missing, f"还没有写明意见：{listed(facts.missing)}。")
