"""Rules of choosing whom to invite: prequalification, pool, draw, witnesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.counts import recommendation_is_balanced
from lucai.law.deadlines import FORWARD, Deadline, deadline
from lucai.law.method_rules import least_suppliers
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed, moment, percent

SCALE_WORDS = (
    "注册资本", "注册资金", "资产总额", "营业收入", "从业人员", "利润", "纳税额", "成立年限",
)  # fmt: skip
"""What may be neither a condition nor a scoring factor (GP-QUA-06)."""

ANNOUNCED, LIBRARY, RECOMMENDED = "announcement", "library", "recommendation"

FOUND = frozenset({"consultation", "inquiry", "negotiation"})
"""The methods whose suppliers a notice, a draw from the whole library or written words find (74 art 12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFacts:
    """How suppliers to invite are found, as the rules read it.

    ``pool`` counts who may be invited; ``places`` how many are drawn (0: all are invited).
    ``by_buyer`` and ``by_experts``: how many each side recommended; ``silent`` names who was asked
    to recommend and has not answered.
    """

    way: str
    method: str
    places: int
    pool: int = 0
    witnesses: int = 0
    notice_on: date | None = None
    apply_until: datetime | None = None
    conditions_text: str = ""
    by_buyer: int = 0
    by_experts: int = 0
    silent: tuple[str, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether the suppliers of a negotiation, a consultation or an inquiry are looked for."""
        return self.method in FOUND


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
    if facts.way == ANNOUNCED or facts.is_found:
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
    if facts.is_found:
        return Finding(True)
    return Finding(facts.pool >= least, f"符合资格条件的供应商{facts.pool}家，不足{least}家。")


@rule("GP-TEN-07", cites=("财政部令第87号/14",))
def draw_is_witnessed(facts: PoolFacts, at: datetime) -> Finding:
    """随机抽取供应商时，应当有不少于两名采购人工作人员在场监督。"""
    least = parameter("GP-TEN-07", "witnesses", on=beijing_day(at)).value
    return Finding(
        facts.is_found or facts.witnesses >= least,
        f"采购人到场监督{facts.witnesses}人，不少于{least}人方可抽取。",
    )


@rule("GP-NEG-02")
def enough_are_drawn(facts: PoolFacts, at: datetime) -> Finding:
    """从供应商库随机抽取的，应当抽取三家以上符合资格条件的供应商。"""
    least = _least(facts, at)
    holds = not facts.is_found or facts.way != LIBRARY or facts.places >= least
    return Finding(holds, f"拟抽取{facts.places}家，不得少于{least}家。")


@rule("GP-NEG-02")
def library_has_enough(facts: PoolFacts, at: datetime) -> Finding:
    """供应商库中符合条件的供应商不得少于拟抽取的家数。"""
    del at
    holds = not facts.is_found or facts.way != LIBRARY or facts.pool >= facts.places
    text = f"供应商库中符合条件的供应商{facts.pool}家，拟抽取{facts.places}家；请检查抽取条件。"
    return Finding(holds, text)


@rule("GP-NEG-02")
def experts_recommend_too(facts: PoolFacts, at: datetime) -> Finding:
    """书面推荐的，采购人和评审专家应当分别推荐。"""
    del at
    holds = not facts.is_found or facts.way != RECOMMENDED or facts.places > 0
    return Finding(holds, "请填写随机抽取几名评审专家推荐供应商。")


@rule("GP-NEG-02")
def everybody_asked_has_answered(facts: PoolFacts, at: datetime) -> Finding:
    """采购人和评审专家应当各自出具书面推荐意见。"""
    del at
    return Finding(not facts.silent, f"还没有出具书面推荐意见：{listed(facts.silent)}。")


@rule("GP-NEG-02")
def enough_are_recommended(facts: PoolFacts, at: datetime) -> Finding:
    """应当邀请三家以上符合资格条件的供应商。"""
    least, count = _least(facts, at), facts.by_buyer + facts.by_experts
    return Finding(count >= least, f"书面推荐的供应商{count}家，不足{least}家。")


@rule("GP-NEG-02")
def buyers_share_is_lawful(facts: PoolFacts, at: datetime) -> Finding:
    """采购人推荐供应商的比例不得高于推荐供应商总数的百分之五十。"""
    on, total = beijing_day(at), facts.by_buyer + facts.by_experts
    if not total:
        return Finding(False, "还没有人推荐供应商。")
    share = parameter("GP-NEG-02", "purchaser_share", on=on).value
    lines = (
        f"采购人推荐{facts.by_buyer}家 ÷ 推荐总数{total}家，最高{percent(share)}",
        f"评审专家推荐{facts.by_experts}家",
    )
    holds = recommendation_is_balanced(facts.by_buyer, facts.by_experts, on=on)
    text = f"采购人推荐{facts.by_buyer}家，超过推荐总数{total}家的{percent(share)}。"
    return Finding(holds, text, lines)


def _least(facts: PoolFacts, at: datetime) -> int:
    """Return how many suppliers are invited at least."""
    found = least_suppliers(facts.method, "invited", False, beijing_day(at))
    return int(found.value) if found else 0


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
