"""What else must hold before a result is announced; the law's own rules come first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lucai.law.award_rules import AwardFacts
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed
from lucai.stages.trade.awards.lot_limits import LotLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class LotAwardFacts(AwardFacts):
    """The award of one lot; ``lots_open`` are lots of the project still under evaluation.

    ``report_stands``: its own report is not under a second review; ``limit``: how many lots one
    supplier may win.
    """

    lots_open: tuple[str, ...] = ()
    report_stands: bool = True
    has_candidate: bool = True
    evidence: str = ""
    excluded_until: tuple[str, ...] = ()
    limit: LotLimit = field(default_factory=LotLimit)


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


@rule("GP-TEN-19", cites=("财政部令第87号/20", "财政部令第87号/68"))
def lot_limit_is_kept(facts: LotAwardFacts, at: datetime) -> Finding:
    """采购文件限制中标包数的，按包号由小到大确定，超过限额的依次顺延。"""
    del at
    limit = facts.limit
    if limit.waits_for:
        return Finding(False, f"采购文件限制每家中标的包数，请先确定{listed(limit.waits_for)}。")
    over = facts.chosen_rank in limit.full
    return Finding(not over, f"这一候选人已经中标 {limit.most} 个包，达到采购文件规定的上限。")


@rule("GP-TEN-18")
def report_stands(facts: LotAwardFacts, at: datetime) -> Finding:
    """重新评审期间不确定中标人，待评审报告重新送达。"""
    del at
    return Finding(facts.report_stands, "评审委员会正在重新评审，待评审报告重新送达后确定。")
