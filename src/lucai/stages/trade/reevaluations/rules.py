"""When a second review may be ordered, and what a member owes in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.closing_rules import REVIEWS, ReviewAgainFacts
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionFacts:
    """What one member says of the error that was named."""

    reason: str = ""


METHODS = frozenset(REVIEWS)
"""The methods whose reports can be reviewed again."""


def errors_of(method: str) -> dict[str, str]:
    """Return the errors for which the law lets a method's report be reviewed again; none: empty."""
    found = REVIEWS.get(method)
    return found[1] if found else {}


def ground_is_lawful(method: str, ground: str, at: datetime) -> Verdict:
    """Judge a ground by the method's own rule."""
    judge, _ = REVIEWS[method]
    return judge(ReviewAgainFacts(frozenset({ground})), at)


@rule("GP-EXP-09")
def opinion_has_reasons(facts: OpinionFacts, at: datetime) -> Finding:
    """评审委员会成员对是否存在错误独立提出意见，并写明理由。"""
    del at
    return Finding(bool(facts.reason.strip()), "请写明理由。")
