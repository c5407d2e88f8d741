"""What must hold before an answer to the panel counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.rules import Finding, rule
from lucai.law.wording import moment


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """An answer about to be handed in."""

    due_at: datetime
    reply: str = ""


@rule("GP-EXP-14")
def answer_is_in_time(facts: AnswerFacts, at: datetime) -> Finding:
    """澄清、说明或者补正应当在评审委员会给定的时间内提交。"""
    return Finding(at < facts.due_at, f"提交时间到{moment(facts.due_at)}为止。")
