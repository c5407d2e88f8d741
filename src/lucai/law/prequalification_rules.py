"""Rules of choosing whom to invite: prequalification, pool, draw, witnesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.deadlines import FORWARD, Deadline, deadline
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.wording import moment

SCALE_WORDS = (
    "注册资本", "注册资金", "资产总额", "营业收入", "从业人员", "利润", "纳税额", "成立年限",
)  # fmt: skip
"""What may be neither a condition nor a scoring factor (GP-QUA-06)."""

ANNOUNCED, LIBRARY, RECOMMENDED = "announcement", "library", "recommendation"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFacts:
    """How suppliers to invite are found, as the rules read it.

    ``pool`` counts who may be invited; ``places`` how many are drawn (0: all are invited).
    """

    way: str
    method: str
    places: int
    pool: int = 0
    witnesses: int = 0
    notice_on: date | None = None
    apply_until: datetime | None = None
    conditions_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts:
    """A change of a published prequalification document; ``new_until`` when it is postponed."""

    apply_until: datetime
    new_until: datetime | None = None


@rule("GP-TEN-04", dated_by="notice_on")
def application_period_is_long_enough(facts: PoolFacts, at: datetime) -> Finding:
    """提交资格预审申请文件的时间自公告发布之日起不得少于五个工作日。"""
    start = facts.notice_on or beijing_day(at)
    if facts.way != ANNOUNCED or facts.apply_until is None:
        return Finding(facts.way != ANNOUNCED, "请填写提交资格预审申请文件的截止时间。")
    first, planned = deadline("GP-TEN-04", start), beijing_day(facts.apply_until)
    late = f"提交截止之日定在{planned.isoformat()}，最早应为{first.date.isoformat()}。"
    return Finding(first.allows(planned), late, first.calculation, first.date)


@rule("GP-TEN-04")
def applications_are_closed(facts: PoolFacts, at: datetime) -> Finding:
    """提交截止时间届满后，方可审查资格预审申请文件。"""
    until = facts.apply_until
    if until is None or at >= until:
        return Finding(True)
    return Finding(False, f"申请文件提交到{moment(until)}截止，届时方可审查。", opens_at=until)


@rule("GP-TEN-04")
def application_arrives_in_time(facts: PoolFacts, at: datetime) -> Finding:
    """资格预审申请文件应当在提交截止时间前提交。"""
    until = facts.apply_until
    if until is None or at < until:
        return Finding(True)
    return Finding(False, f"提交截止时间为{moment(until)}，现在已经截止。")


@rule("GP-TEN-07", cites=("政府采购法/34",))
def places_are_enough(facts: PoolFacts, at: datetime) -> Finding:
    """邀请招标应当随机抽取三家以上供应商发出投标邀请书。"""
    least = parameter("GP-TEN-07", "invited", on=beijing_day(at)).value
    holds = facts.method != "invited" or facts.places >= least
    return Finding(holds, f"拟邀请{facts.places}家，不得少于{least}家。")


@rule("GP-TEN-07")
def pool_is_large_enough(facts: PoolFacts, at: datetime) -> Finding:
    """从供应商库选取或者书面推荐的，备选供应商总数不得少于拟随机抽取总数的两倍。"""
    if facts.way == ANNOUNCED:
        return Finding(True)
    times = parameter("GP-TEN-07", "pool_multiple", on=beijing_day(at)).value
    least = int(times * facts.places)
    lines = (f"拟随机抽取{facts.places}家 × {times}倍 = {least}家", f"备选供应商{facts.pool}家")
    short = f"备选供应商{facts.pool}家，不足{least}家，还差{least - facts.pool}家。"
    return Finding(facts.pool >= least, short, lines)


@rule("GP-TEN-07", cites=("政府采购法/34", "财政部令第87号/14"))
def enough_can_be_invited(facts: PoolFacts, at: datetime) -> Finding:
    """符合资格条件的供应商不足三家的，不得继续，应当重新组织。"""
    least = parameter("GP-TEN-07", "invited", on=beijing_day(at)).value
    return Finding(facts.pool >= least, f"符合资格条件的供应商{facts.pool}家，不足{least}家。")


@rule("GP-TEN-07", cites=("财政部令第87号/14",))
def draw_is_witnessed(facts: PoolFacts, at: datetime) -> Finding:
    """随机抽取供应商时，应当有不少于两名采购人工作人员在场监督。"""
    least = parameter("GP-TEN-07", "witnesses", on=beijing_day(at)).value
    return Finding(
        facts.witnesses >= least,
        f"采购人到场监督{facts.witnesses}人，不少于{least}人方可抽取。",
    )


@rule("GP-QUA-06")
def scale_is_no_condition(facts: PoolFacts, at: datetime) -> Finding:
    """不得将注册资本、资产总额、营业收入、从业人员、利润、纳税额等规模条件作为资格要求。"""
    del at
    found = [word for word in SCALE_WORDS if word in facts.conditions_text]
    return Finding(not found, f"资格要求涉及规模条件：{'、'.join(found)}。")


def earliest_after_change(changed_on: date) -> Deadline:
    """Return the earliest deadline after a change of the prequalification document (GP-TEN-06)."""
    return deadline("GP-TEN-06", changed_on, direction=FORWARD)


@rule("GP-TEN-06")
def change_leaves_time(facts: ChangeFacts, at: datetime) -> Finding:
    """澄清或者修改应当在提交截止之日至少三日前发出，不足的应当顺延；不得提前截止。"""
    planned = facts.new_until or facts.apply_until
    if planned < facts.apply_until:
        return Finding(False, "提交截止时间不能提前。")
    needed = earliest_after_change(beijing_day(at))
    text = f"距提交截止之日不足规定日数，应当顺延至{needed.date.isoformat()}或者以后。"
    return Finding(needed.allows(beijing_day(planned)), text, needed.calculation, needed.date)
