"""What must hold of the answer of a drawn expert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.rules import Finding, rule
from lucai.law.wording import moment


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """An answer to a call; ``by`` until when it counts."""

    by: datetime


@rule("GP-EXP-02")
def answer_is_in_time(facts: AnswerFacts, at: datetime) -> Finding:
    """被抽取的专家应当在答复时限以内答复能否参加评审，没有答复的由抽取次序中的下一名递补。"""
    return Finding(at < facts.by, f"答复时间已于{moment(facts.by)}截止。")
