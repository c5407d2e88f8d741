"""Emergency procurement (财库〔2026〕12号, from 2026-10-01): the finding, direct purchases, additions.

Only what the rule book holds of the measure is judged; its own periods and notices are not
guessed: the general rules of results, contracts and archives apply.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lucai.law.calendar import beijing_day
from lucai.law.methods import method
from lucai.law.parameters import parameter, rule_sheet
from lucai.law.rules import Finding, rule
from lucai.law.status import Status
from lucai.law.verdicts import Verdict
from lucai.law.wording import listed, percent, yuan

EMERGENCY = "emergency"
DIRECT, ADDITION = "emergency.direct", "emergency.addition"
ONE_SUPPLIER = frozenset({DIRECT, ADDITION})
"""The situations in which one supplier alone is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyFacts:
    """What a plan says of an emergency; amounts in 分."""

    method: str
    case: str = ""
    event: str = ""
    event_on: date | None = None
    finding: str = ""
    reason: str = ""
    amount: int = 0
    original_contract: str = ""
    original_amount: int = 0


def emergency_is_in_force(facts: EmergencyFacts, at: datetime) -> Verdict:
    """紧急采购自二〇二六年十月一日起施行，此前发生的突发事件不适用。"""
    law, sheet = rule_sheet("GP-MET-10"), method(EMERGENCY)
    days = [beijing_day(at), *([facts.event_on] if facts.event_on else [])]
    early = facts.method == EMERGENCY and any(
        sheet.status(day) is Status.NOT_YET_EFFECTIVE for day in days
    )
    text = f"紧急采购自{sheet.since.isoformat()}起施行，此前不能采用；请选择其他采购方式。"
    return Verdict(law.id, not early, text if early else "", law.cites)


@rule("GP-MET-10")
def emergency_is_found(facts: EmergencyFacts, at: datetime) -> Finding:
    """紧急采购应当写明突发事件、发生日期，以及储备和调拨不能满足需要的认定。"""
    if facts.method != EMERGENCY:
        return Finding(True)
    named = {
        "突发事件": facts.event,
        "发生日期": facts.event_on,
        "储备和调拨不能满足需要的认定": facts.finding,
    }
    missing = [label for label, value in named.items() if not value]
    if facts.event_on and facts.event_on > beijing_day(at):
        return Finding(False, "突发事件的发生日期不能晚于今天。")
    return Finding(not missing, f"缺少：{listed(missing)}。")


@rule("GP-MET-10")
def direct_purchase_is_reasoned(facts: EmergencyFacts, at: datetime) -> Finding:
    """紧急采购优先采用竞争方式；时间极端紧迫且供给受限的，写明理由后可以直接采购。"""
    del at
    asked = facts.case in ONE_SUPPLIER
    return Finding(not asked or bool(facts.reason), "请写明不能以竞争方式采购的理由。")


@rule("GP-MET-10")
def addition_names_its_contract(facts: EmergencyFacts, at: datetime) -> Finding:
    """向原供应商追加采购的，应当写明原合同和原合同金额。"""
    del at
    asked = facts.case == ADDITION
    named = bool(facts.original_contract and facts.original_amount > 0)
    return Finding(not asked or named, "请填写原合同编号和原合同金额。")


@rule("GP-MET-10", severity="warn")
def addition_is_within_share(facts: EmergencyFacts, at: datetime) -> Finding:
    """向原供应商追加的，原则上不超过原合同金额的百分之三十。"""
    if facts.case != ADDITION or not facts.original_amount:
        return Finding(True)
    share = Decimal(parameter("GP-MET-10", on=beijing_day(at)).value)
    most = int(facts.original_amount * share)
    lines = (f"原合同金额{yuan(facts.original_amount)} × {percent(share)} = {yuan(most)}",)
    text = f"追加{yuan(facts.amount)}，超过原合同金额的{percent(share)}（{yuan(most)}）。"
    return Finding(facts.amount <= most, text, lines)
