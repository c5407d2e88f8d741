"""What else must hold at each step of an evaluation; the law's own rules come first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lucai.law.evaluation_rules import EvaluationFacts
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts(EvaluationFacts):
    """The evaluation of one lot; names of bidders and places of members stand for them.

    ``qualified`` and ``substantive`` count the bidders left after each review.
    """

    qualified: int
    substantive: int
    unchecked: tuple[str, ...] = ()
    without_reason: tuple[str, ...] = ()
    panel_complete: bool = True
    members_unready: tuple[str, ...] = ()
    chair_place: int = 0
    acting_place: int = 0
    explaining_until: datetime | None = None
    ties_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """One member's sheet; the tuples name what is missing or wrong."""

    unchecked: tuple[str, ...] = ()
    without_reason: tuple[str, ...] = ()
    missing_scores: tuple[str, ...] = ()
    missing_reasons: tuple[str, ...] = ()
    scores_out_of_range: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryFacts:
    """A request to explain a low price."""

    due_at: datetime
    reply: str = ""
    opinions_missing: tuple[str, ...] = field(default=())
    replied: bool = False


@rule("GP-TEN-11")
def every_bid_is_checked(facts: SessionFacts, at: datetime) -> Finding:
    """对每家投标人的每项资格条件作出审查结论，不合格的写明理由。"""
    del at
    if facts.unchecked:
        return Finding(False, f"尚未完成资格审查：{listed(facts.unchecked)}。")
    return Finding(
        not facts.without_reason, f"没有写明不合格理由：{listed(facts.without_reason)}。"
    )


@rule("GP-TEN-13")
def panel_is_complete(facts: SessionFacts, at: datetime) -> Finding:
    """评标委员会全部成员签到以后开始评审。"""
    del at
    return Finding(facts.panel_complete, "评标委员会成员尚未全部签到，签到后移交评审。")


@rule("GP-EXP-09")
def every_member_is_ready(facts: SessionFacts, at: datetime) -> Finding:
    """每位评标委员会成员独立提交审查意见。"""
    del at
    waiting = facts.members_unready
    return Finding(not waiting, f"尚未提交：{listed(waiting)}。")


@rule("GP-EXP-06")
def chair_acts(facts: SessionFacts, at: datetime) -> Finding:
    """评标委员会推选组长，由组长主持汇总。"""
    del at
    if not facts.chair_place:
        return Finding(False, "尚未推选组长，请评标委员会在“评审委员会”页推选。")
    holds = facts.acting_place in {facts.chair_place, 0}
    return Finding(holds, f"由组长（{facts.chair_place} 号）办理。")


@rule("GP-LOW-07")
def explanation_has_come_or_time_is_over(facts: SessionFacts, at: datetime) -> Finding:
    """给予供应商合理时间提供说明，期满或者收到说明后作出认定。"""
    until = facts.explaining_until
    if until is None or at >= until:
        return Finding(True)
    return Finding(False, f"供应商说明的时间到{moment(until)}为止。", opens_at=until)


@rule("GP-EXP-09")
def own_checks_are_complete(facts: SheetFacts, at: datetime) -> Finding:
    """对每份投标文件的每项实质性要求独立作出审查意见，不符合的写明理由。"""
    del at
    if facts.unchecked:
        return Finding(False, f"尚未审查：{listed(facts.unchecked)}。")
    return Finding(
        not facts.without_reason, f"没有写明不符合理由：{listed(facts.without_reason)}。"
    )


@rule("GP-LOW-07")
def explanation_is_in_time(facts: EnquiryFacts, at: datetime) -> Finding:
    """供应商应当在规定时间内提供书面说明。"""
    holds = at <= facts.due_at
    return Finding(holds, f"说明时间已于{moment(facts.due_at)}截止。")


@rule("GP-LOW-08")
def explanation_is_given(facts: EnquiryFacts, at: datetime) -> Finding:
    """供应商应当书面说明报价的合理性。"""
    del at
    return Finding(bool(facts.reply.strip()), "请填写对报价合理性的书面说明。")


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationFacts:
    """A procurement about to be ended early: how, why, and how far it has come."""

    method: str
    cause: str
    opened: bool


TENDERS = frozenset({"open", "invited"})
CANCELLED, DEFECTIVE = "cancelled", "defective"


@rule("GP-TEN-17")
def termination_has_a_ground(facts: TerminationFacts, at: datetime) -> Finding:
    """除因重大变故采购任务取消外，开标以前不得擅自终止招标活动。"""
    del at
    free = facts.opened or facts.method not in TENDERS or facts.cause == CANCELLED
    text = "开标以前只有因重大变故采购任务取消，才能终止招标；采购文件需要修改的，请发布更正公告。"
    return Finding(free, text)


@rule("GP-EXP-15")
def defect_stops_the_review(facts: TerminationFacts, at: datetime) -> Finding:
    """采购文件违反强制性规定或者存在歧义、重大缺陷的，应当停止评审，修改后重新组织采购。"""
    del at
    reviewing = facts.cause != DEFECTIVE or facts.opened
    return Finding(reviewing, "评审还没有开始，采购文件有缺陷的请发布更正公告，不必停止评审。")
