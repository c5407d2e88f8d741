"""What else must hold before a result is announced; the law's own rules come first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.award_rules import AwardFacts
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class LotAwardFacts(AwardFacts):
    """The award of one lot; ``lots_open`` are lots of the project still under evaluation.

    ``report_stands``: its own report is not under a second review.
    """

    lots_open: tuple[str, ...] = ()
    report_stands: bool = True
    has_candidate: bool = True
    evidence: str = ""
    excluded_until: tuple[str, ...] = ()


@rule("GP-EXP-08")
def every_lot_is_evaluated(facts: LotAwardFacts, at: datetime) -> Finding:
    """评审委员会成员名单在评审结果公告前保密，各包评审全部完成后公告。"""
    del at
    waiting = facts.lots_open
    return Finding(
        not waiting, f"{listed(waiting)}仍在评审，公告会公开评委名单，请待各包评审完成。"
    )


@rule("GP-AWD-04")
def passing_over_has_evidence(facts: LotAwardFacts, at: datetime) -> Finding:
    """越过排名在前的候选人应当有法定情形和书面依据。"""
    del at
    needs = facts.chosen_rank > 1
    return Finding(not needs or bool(facts.evidence), "请写明放弃函、处理决定等书面依据。")


@rule("GP-TEN-18")
def report_stands(facts: LotAwardFacts, at: datetime) -> Finding:
    """重新评审期间不确定中标人，待评审报告重新送达。"""
    del at
    return Finding(facts.report_stands, "评审委员会正在重新评审，待评审报告重新送达后确定。")
