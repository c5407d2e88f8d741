"""What the library asks before an expert is taken out of the draw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class ExpertFacts:
    """What a step on an expert is judged by."""

    reason: str = ""


def reason_is_given(facts: ExpertFacts, at: datetime) -> Verdict:
    """暂停专家参加评审应当写明理由。"""
    del at
    holds = bool(facts.reason.strip())
    message = "已写明理由" if holds else "请写明暂停参加评审的理由，专家本人可以看到"
    return Verdict("GP-EXP-01", holds, message, ("财库〔2016〕198号",))
