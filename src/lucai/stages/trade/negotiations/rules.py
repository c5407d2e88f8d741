"""What must hold between the first response and the last quote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.rules import Finding, rule
from lucai.law.wording import listed, moment, yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkFacts:
    """The negotiation of one lot as its chair's steps read it.

    ``unheard`` are suppliers without a record in this round, ``unsettled`` changes that wait for
    the buyer's representative; ``unsaid`` what no record of a single source says yet.
    """

    chair_place: int = 0
    acting_place: int = 0
    unheard: tuple[str, ...] = ()
    unsettled: int = 0
    due_at: datetime | None = None
    single_source: bool = False
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFacts:
    """A last quote about to be handed in, sealed, or just opened; money in 分."""

    due_at: datetime | None
    price: int | None = None
    ceiling: int = 0
    unpriced: tuple[str, ...] = ()


@rule("GP-EXP-06")
def chair_acts(facts: TalkFacts, at: datetime) -> Finding:
    """由组长主持谈判。"""
    del at
    if not facts.chair_place:
        return Finding(False, "尚未推选组长，请在“评审委员会”页推选。")
    holds = facts.acting_place in {facts.chair_place, 0}
    return Finding(holds, f"由组长（{facts.chair_place} 号）办理。")


@rule("GP-NEG-06")
def everybody_was_heard(facts: TalkFacts, at: datetime) -> Finding:
    """给予所有参加谈判的供应商平等的谈判机会，每一轮与每一家都谈。"""
    del at
    heard = not facts.unheard or facts.single_source
    text = f"本轮还没有与{listed(facts.unheard)}谈判。"
    return Finding(heard, text, applies=not facts.single_source)


@rule("GP-SIN-03")
def consultation_is_recorded(facts: TalkFacts, at: datetime) -> Finding:
    """单一来源采购应当与供应商商定合理的价格，并编写协商情况记录。"""
    del at
    recorded = not facts.unheard or not facts.single_source
    text = f"还没有与{listed(facts.unheard)}的协商情况记录。"
    return Finding(recorded, text, applies=facts.single_source)


@rule("GP-SIN-03")
def consultation_says_what_the_law_asks(facts: TalkFacts, at: datetime) -> Finding:
    """协商情况记录应当写明公示情况、协商地点和人员、成本、同类合同价格、知识产权和商定的条件。"""
    del at
    missing = facts.unsaid if facts.single_source else ()
    text = f"协商情况记录没有写：{listed(missing)}。"
    return Finding(not missing, text, applies=facts.single_source)


SAID = {
    "publicity": "公示情况", "place": "协商地点", "present": "参加协商的人员", "costs": "成本构成",
    "comparable": "同类项目合同价格", "rights": "相关专利、专有技术情况",
}  # fmt: skip
"""What the record of a single source's consultation has to say (74号令 第四十二条)."""


@rule("GP-NEG-07")
def changes_are_settled(facts: TalkFacts, at: datetime) -> Finding:
    """实质性变动的内容应当经采购人代表确认，并同时书面通知所有参加谈判的供应商。"""
    del at
    return Finding(not facts.unsettled, f"还有 {facts.unsettled} 项变动等待采购人代表确认。")


@rule("GP-NEG-08")
def quotes_are_due(facts: TalkFacts, at: datetime) -> Finding:
    """最后报价密封到提交时间届满，届满后一并开启。"""
    if facts.due_at is None or at >= facts.due_at:
        return Finding(True)
    text = f"最后报价密封到{moment(facts.due_at)}，届时一并开启；此前任何人、包括平台，都打不开。"
    return Finding(False, text, opens_at=facts.due_at)


@rule("GP-NEG-08")
def quote_is_in_time(facts: QuoteFacts, at: datetime) -> Finding:
    """最后报价应当在规定时间内提交。"""
    if facts.due_at is None:
        return Finding(False, "谈判还没有结束，请等待要求提交最后报价的通知。")
    return Finding(at < facts.due_at, f"提交时间已于{moment(facts.due_at)}截止。")


@rule("GP-REC-01")
def quote_is_complete(facts: QuoteFacts, at: datetime) -> Finding:
    """最后报价应当写明每一项标的的单价。"""
    del at
    return Finding(not facts.unpriced, f"没有填写单价：{listed(facts.unpriced)}。")


@rule("GP-NEG-11")
def quote_is_within_the_ceiling(facts: QuoteFacts, at: datetime) -> Finding:
    """最后报价不得超过最高限价和采购预算。"""
    del at
    over = (facts.price or 0) - facts.ceiling
    text = f"最后报价{yuan(facts.price or 0)}超过最高限价{yuan(facts.ceiling)}，不能提交。"
    return Finding(over <= 0, text)
