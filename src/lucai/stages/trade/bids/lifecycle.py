"""The lives of a bid and of its bond."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.closing_rules import bond_is_kept_on_a_ground
from lucai.law.tender_rules import bid_arrives_in_time, bond_is_received
from lucai.stages.trade.bids import rules

CHECKS = (
    bid_arrives_in_time,
    rules.lot_is_under_way,
    rules.document_is_obtained,
    rules.every_requirement_is_answered,
    rules.objective_figures_are_given,
    rules.substantive_requirements_are_met,
    rules.evidence_is_attached,
    rules.terms_are_given,
    rules.price_is_stated,
    rules.price_is_above_zero,
    rules.items_sum_to_the_price,
    rules.price_is_within_the_ceiling,
    rules.price_is_in_yuan,
    rules.validity_is_long_enough,
    rules.consortium_is_accepted,
    rules.consortium_is_agreed,
    rules.subcontract_is_announced,
    rules.subcontract_is_lawful,
    rules.reserved_lot_is_for_smes,
    rules.bond_is_not_cash_and_in_time,
    bond_is_received,
)
"""What the bidder's browser checks before it seals, and what is judged again at the opening."""

AT_THE_OPENING = (*CHECKS, rules.bid_is_signed_by_the_bidder)
"""What can be judged only when the envelope is open comes last."""

BID = Lifecycle(
    of="trade.bid",
    title="投标文件",
    initial="opened",
    states={"opened": "已开启", "invalid": "投标无效"},
    page="/rooms/{row.project_number}/bids/{row.code}/",
    steps=(
        Step(
            name="invalidate",
            label="认定投标无效",
            source=frozenset({"opened"}),
            target="invalid",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="reinstate",
            label="重新评审恢复",
            source=frozenset({"invalid"}),
            target="opened",
            by=(Side.SYSTEM,),
        ),
    ),
)
"""A bid is known from the opening on; what happens before is the life of its envelope."""

SECURITY = Lifecycle(
    of="trade.bidSecurity",
    title="投标保证金",
    initial="recorded",
    states={
        "recorded": "待核实",
        "arrived": "已核实",
        "missing": "没有到账",
        "due": "待退还",
        "refunded": "已退还",
        "kept": "不予退还",
    },
    page="/rooms/{row.project_number}/bids/",
    final=frozenset({"missing", "refunded", "kept"}),
    steps=(
        Step(
            name="confirm",
            label="核实投标保证金",
            source=frozenset({"recorded"}),
            target="arrived",
            by=(Side.AGENCY,),
            duty="核实投标保证金到账和保函真伪",
        ),
        Step(
            name="deny",
            label="登记没有到账",
            source=frozenset({"recorded"}),
            target="missing",
            by=(Side.AGENCY,),
            confirm="没有按采购文件交纳保证金的，投标无效；供应商会收到通知。登记后不能撤销。",
        ),
        Step(
            name="fall_due",
            label="应当退还投标保证金",
            source=frozenset({"recorded", "arrived"}),
            target="due",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="refund",
            label="退还投标保证金",
            source=frozenset({"due"}),
            target="refunded",
            by=(Side.AGENCY,),
            duty="退还投标保证金",
            within="GP-BON-04",
        ),
        Step(
            name="keep",
            label="不予退还投标保证金",
            source=frozenset({"recorded", "arrived", "due"}),
            target="kept",
            by=(Side.AGENCY,),
            rules=(bond_is_kept_on_a_ground,),
            confirm="保证金不予退还的，应当上缴国库；供应商会收到通知。登记后不能撤销。",
        ),
    ),
)

CONFIRM = SECURITY.permission(SECURITY.step("confirm"))
DENY = SECURITY.permission(SECURITY.step("deny"))
REFUND = SECURITY.permission(SECURITY.step("refund"))
KEEP = SECURITY.permission(SECURITY.step("keep"))
