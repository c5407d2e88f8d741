"""Rules of 投诉: its conditions, its examination, the pause, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lucai.law.award_rules import in_time
from lucai.law.calendar import beijing_day
from lucai.law.challenges import (
    DOCUMENT,
    Interval,
    Remedy,
    Stage,
    complaint_window,
    decision_window,
    examination_window,
    lawful_remedies,
    refusal_window,
    screening_window,
)
from lucai.law.deadlines import Deadline, deadline
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFacts:
    """A complaint about to be made, or under way; days not yet come are None.

    ``points_outside`` are points that were not in the challenge and do not arise from its
    reply; ``correct_until`` is the last day of a correction that is waited for, ``corrected_on`` the
    day on which it came; ``screened``: it was looked at, and neither is it inadmissible nor another
    authority's; ``wanting`` what the decision still has to say. ``duties`` are those that ``person``,
    who acts now, has or is about to have in the decision.
    """

    challenged: bool = True
    challenge_received_on: date | None = None
    answered: bool = True
    missing: tuple[str, ...] = ()
    points_outside: tuple[str, ...] = ()
    decided_before: bool = False
    absent_partners: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()
    received_on: date | None = None
    correction_asked: bool = False
    correct_until: date | None = None
    corrected_on: date | None = None
    screened: bool = False
    copied_on: date | None = None
    excluded: tuple[Interval, ...] = ()
    being_tested: tuple[str, ...] = ()
    cost_bearer_named: bool = True
    hearing_announced: bool = True
    paused_from: date | None = None
    paused_until: date | None = None
    about: str = DOCUMENT
    stage: Stage = Stage.UNDECIDED
    enough_left: bool = False
    remedy: Remedy | None = None
    rejected: bool = False
    rejection_ground: str = ""
    wanting: tuple[str, ...] = ()
    decided_on: date | None = None
    withdrawn_in_writing: bool = True
    person: str = ""
    duties: frozenset[str] = frozenset()


@rule("GP-CMP-02")
def challenge_came_first(facts: ComplaintFacts, at: datetime) -> Finding:
    """提起投诉前应当已经依法进行质疑。"""
    del at
    return Finding(facts.challenged, "请先向采购人或者采购代理机构提出质疑，对答复不满意再投诉。")


@rule("GP-CMP-01")
def reply_is_awaited(facts: ComplaintFacts, at: datetime) -> Finding:
    """对质疑答复不满意，或者未在规定时间内得到答复的，可以投诉。"""
    if facts.answered or facts.challenge_received_on is None:
        return Finding(True)
    due = deadline("GP-QST-05", facts.challenge_received_on)
    return Finding(
        beijing_day(at) > due.date,
        f"质疑答复期限于{due.date.isoformat()}届满，届满仍未答复的可以投诉。",
        due.calculation,
    )


@rule("GP-CMP-01")
def complaint_is_made_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """投诉应当在质疑答复期满后十五个工作日内提起。"""
    if facts.challenge_received_on is None:
        return Finding(True)
    reply = deadline("GP-QST-05", facts.challenge_received_on)
    last = complaint_window(facts.challenge_received_on)
    day = facts.received_on or beijing_day(at)
    return Finding(
        last.allows(day),
        f"投诉期限已于{last.date.isoformat()}届满。",
        (*reply.calculation, *last.calculation),
    )


@rule("GP-CMP-02")
def complaint_is_complete(facts: ComplaintFacts, at: datetime) -> Finding:
    """投诉书应当载明当事人、质疑和答复情况、投诉事项和请求、事实依据、法律依据和日期并签署。"""
    del at
    return Finding(not facts.missing, f"投诉书还缺少：{listed(facts.missing)}。")


@rule("GP-CMP-02")
def points_lie_within_the_challenge(facts: ComplaintFacts, at: datetime) -> Finding:
    """投诉事项不得超出已质疑事项的范围，但基于质疑答复内容提出的除外。"""
    del at
    outside = facts.points_outside
    return Finding(not outside, f"{listed(outside)}没有经过质疑，也不是基于质疑答复提出的。")


@rule("GP-CMP-02")
def complaint_is_new(facts: ComplaintFacts, at: datetime) -> Finding:
    """同一投诉事项应当未经财政部门投诉处理。"""
    del at
    return Finding(not facts.decided_before, "同一投诉事项已经财政部门处理。")


@rule("GP-CMP-15")
def partners_complain_together(facts: ComplaintFacts, at: datetime) -> Finding:
    """以联合体参加采购的，投诉应当由组成联合体的所有供应商共同提出。"""
    del at
    return Finding(
        not facts.absent_partners, f"联合体成员{listed(facts.absent_partners)}还没有共同署名。"
    )


@rule("GP-CMP-13")
def foreign_evidence_is_translated(facts: ComplaintFacts, at: datetime) -> Finding:
    """外文证据应当附中文译本；境外证据应当办理证明手续。"""
    del at
    return Finding(not facts.untranslated, f"{listed(facts.untranslated)}还没有附中文译本。")


@rule("GP-CMP-03")
def correction_is_asked_once(facts: ComplaintFacts, at: datetime) -> Finding:
    """投诉书需要补正的，应当一次性书面通知投诉人。"""
    del at
    return Finding(
        not facts.correction_asked, "已经通知过一次补正；补正后仍不符合规定的，不予受理。"
    )


@rule("GP-CMP-03")
def correction_time_is_over(facts: ComplaintFacts, at: datetime) -> Finding:
    """通知补正的，补正期限届满没有补正，方可不予受理。"""
    until = facts.correct_until
    if until is None or beijing_day(at) > until:
        return Finding(True)
    return Finding(
        False, f"补正期限到{until.isoformat()}届满，届时仍没有补正的，方可不予受理。",
        opens_at=until + timedelta(days=1),
    )  # fmt: skip


@rule("GP-CMP-03", severity="warn")
def complaint_is_examined_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """应当在收到投诉书后五个工作日内进行审查。"""
    return _examined_in_time(facts, at, "value")


@rule("GP-CMP-03", severity="warn")
def refusal_is_told_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """不予受理的，应当在三个工作日内书面告知投诉人并说明理由。"""
    if facts.correct_until:
        told_on = beijing_day(at)
        return in_time("GP-CMP-03", facts.correct_until, told_on, "reject", "告知不予受理")
    return _told_in_time(facts, at, "reject")


@rule("GP-CMP-03", severity="warn")
def transfer_is_told_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """不属于本部门管辖的，应当在三个工作日内告知投诉人向有管辖权的部门提起。"""
    return _told_in_time(facts, at, "transfer")


@rule("GP-CMP-03")
def complaint_is_screened_once(facts: ComplaintFacts, at: datetime) -> Finding:
    """初审只需要一次；补正以后重新初审。"""
    del at
    return Finding(not facts.screened, "已经初审通过，请审查是否受理。")


@rule("GP-CMP-03", severity="warn")
def complaint_is_screened_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """不予受理或者不属于本部门管辖的，应当在三个工作日内告知投诉人。"""
    if facts.received_on is None:
        return Finding(True)
    return _on_time(screening_window(facts.received_on, facts.corrected_on), at)


@rule("GP-CMP-03", severity="warn")
def copies_go_out_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """应当在收到投诉后八个工作日内发出投诉答复通知书和投诉书副本。"""
    return _examined_in_time(facts, at, "notify")


@rule("GP-CMP-04", severity="warn")
def statement_comes_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """被投诉人和相关供应商应当在收到通知后五个工作日内书面说明，逾期视为放弃。"""
    return in_time("GP-CMP-04", facts.copied_on, beijing_day(at), "value", "作出书面说明")


@rule("GP-CMP-05")
def hearing_is_announced(facts: ComplaintFacts, at: datetime) -> Finding:
    """投诉处理以书面审查为主；组织质证的，应当通知当事人到场。"""
    del at
    return Finding(facts.hearing_announced, "请先通知投诉人和被投诉人质证的时间和地点。")


@rule("GP-CMP-06", severity="warn")
def complaint_is_decided_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """应当自收到投诉之日起三十个工作日内作出处理决定，检验、鉴定、专家评审和补正的时间不计入。"""
    if facts.received_on is None:
        return Finding(True)
    last = decision_window(facts.received_on, facts.excluded)
    late = f"应当最迟于{last.date.isoformat()}作出处理决定，现已逾期，仍应办理并说明原因。"
    return Finding(last.allows(beijing_day(at)), late, last.calculation)


@rule("GP-CMP-06")
def tests_have_come_back(facts: ComplaintFacts, at: datetime) -> Finding:
    """检验、检测、鉴定、专家评审的结果收到后，再作出处理决定。"""
    del at
    return Finding(not facts.being_tested, f"{listed(facts.being_tested)}的结果还没有收到。")


@rule("GP-CMP-12")
def cost_of_the_appraisal_is_settled(facts: ComplaintFacts, at: datetime) -> Finding:
    """鉴定费用由申请人先行垫付，由过错方承担。"""
    del at
    return Finding(facts.cost_bearer_named, "请在处理决定中写明鉴定费用由谁承担。")


@rule("GP-CMP-07")
def pause_is_within_limit(facts: ComplaintFacts, at: datetime) -> Finding:
    """可以书面通知暂停采购活动，暂停时间最长不得超过三十日。"""
    if facts.paused_until is None:
        return Finding(True)
    last = deadline("GP-CMP-07", facts.paused_from or beijing_day(at))
    return Finding(
        last.allows(facts.paused_until),
        f"暂停最长到{last.date.isoformat()}；多次暂停的时间合并计算。",
        last.calculation,
    )


@rule("GP-CMP-08")
def withdrawal_is_written(facts: ComplaintFacts, at: datetime) -> bool:
    """投诉人书面申请撤回投诉的，终止投诉处理程序。"""
    del at
    return facts.withdrawn_in_writing


@rule("GP-CMP-09")
def rejection_has_its_ground(facts: ComplaintFacts, at: datetime) -> Finding:
    """驳回投诉应当有法定情形：不符合受理条件、缺乏事实依据、捏造事实或者非法取证。"""
    del at
    return Finding(not facts.rejected or bool(facts.rejection_ground), "请选择驳回投诉的法定情形。")


@rule("GP-CMP-10")
def remedy_fits_the_stage(facts: ComplaintFacts, at: datetime) -> Finding:
    """投诉成立的，按是否影响结果和所处阶段认定无效、撤销合同、另行确定或者重新开展采购。"""
    del at
    if facts.remedy is None:
        return Finding(True)
    lawful = lawful_remedies(facts.about, facts.stage, enough_left=facts.enough_left)
    ways = "；".join(remedy.label for remedy in lawful)
    return Finding(facts.remedy in lawful, f"{facts.stage.label}，只能选择：{ways}。")


@rule("GP-CMP-11")
def decision_is_complete(facts: ComplaintFacts, at: datetime) -> Finding:
    """投诉处理决定书应当载明当事人、查明的事实、法律依据、决定和救济权利，并送达、公告。"""
    del at
    return Finding(not facts.wanting, f"处理决定还缺少：{listed(facts.wanting)}。")


@rule("GP-CMP-16")
def decision_is_published_in_time(facts: ComplaintFacts, at: datetime) -> Finding:
    """投诉处理决定应当自作出之日起五个工作日内公告。"""
    return in_time("GP-CMP-16", facts.decided_on, beijing_day(at), "value", "公告处理结果")


def _examined_in_time(facts: ComplaintFacts, at: datetime, name: str) -> Finding:
    """Find whether a step of the examination kept its days, the time of a correction left out."""
    if facts.received_on is None:
        return Finding(True)
    return _on_time(examination_window(name, facts.received_on, facts.excluded), at)


def _told_in_time(facts: ComplaintFacts, at: datetime, name: str) -> Finding:
    """Find whether a complaint is turned away within its days."""
    if facts.received_on is None:
        return Finding(True)
    return _on_time(refusal_window(name, facts.received_on, facts.corrected_on), at)


def _on_time(last: Deadline, at: datetime) -> Finding:
    late = f"应当最迟于{last.date.isoformat()}{last.act}，现已逾期，仍应办理并说明原因。"
    return Finding(last.allows(beijing_day(at)), late, last.calculation)
