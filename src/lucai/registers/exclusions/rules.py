"""What is asked of a sanction before it stands in the list, and before it leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import add_years
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Verdict
from lucai.law.wording import day


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionFacts:
    """A sanction before a step; the persons are those who entered it and who acts now."""

    party_side: str
    begins_on: date | None = None
    ends_on: date | None = None
    decided_on: date | None = None
    entered_by: int | None = None
    acting: int | None = None


def another_hand_confirms(facts: ExclusionFacts, at: datetime) -> Verdict:
    """处罚记录的录入（提出解除）和复核应当由两个人办理。"""
    del at
    holds = facts.acting is None or facts.acting != facts.entered_by
    message = "由另一人复核" if holds else "这条记录是您录入（或者提出解除）的，请由另一位同事复核"
    return Verdict("GP-CRE-01", holds, message, ("政府采购法/77",))


@rule("GP-CRE-01")
def suppliers_term_is_lawful(facts: ExclusionFacts, at: datetime) -> Finding:
    """供应商禁止参加政府采购活动的期限应当在一年以上三年以下。"""
    del at
    return _within("GP-CRE-01", facts, "supplier")


@rule("CRD-02", severity="warn")
def agencys_term_is_lawful(facts: ExclusionFacts, at: datetime) -> Finding:
    """代理机构禁止代理政府采购业务的期限应当在一年以上三年以下。"""
    del at
    return _within("CRD-02", facts, "agency")


def _within(rule_id: str, facts: ExclusionFacts, side: str) -> Finding:
    if facts.begins_on is None or facts.party_side != side:
        return Finding(True)
    least = parameter(rule_id, "ban_min", on=facts.begins_on)
    most = parameter(rule_id, "ban_max", on=facts.begins_on)
    earliest = add_years(facts.begins_on, int(least.value)) - ONE_DAY
    latest = add_years(facts.begins_on, int(most.value))
    return Finding(
        facts.ends_on is not None and earliest <= facts.ends_on <= latest,
        f"禁止期限 {day(facts.begins_on)} 至 {day(facts.ends_on)}，"
        f"应当在 {day(earliest)} 至 {day(latest)} 之间届满。",
    )


ONE_DAY = date.resolution
