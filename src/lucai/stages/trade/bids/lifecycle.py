"""The lives of a bid and of its bond."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.tender_rules import bid_arrives_in_time, bond_is_received
from lucai.platform.access.permissions import Function
from lucai.stages.trade.bids import rules

CHECKS = (
    bid_arrives_in_time,
    rules.lot_is_under_way,
    rules.document_is_obtained,
    rules.every_requirement_is_answered,
    rules.substantive_requirements_are_met,
    rules.evidence_is_attached,
    rules.terms_are_given,
    rules.price_is_stated,
    rules.items_sum_to_the_price,
    rules.price_is_within_the_ceiling,
    rules.price_is_in_yuan,
    rules.validity_is_long_enough,
    rules.consortium_is_accepted,
    rules.reserved_lot_is_for_smes,
    bond_is_received,
)
"""What is checked before a bid is taken; shown beforehand, judged again when it is handed in."""

BID = Lifecycle(
    of="trade.bid",
    title="投标文件",
    initial="draft",
    states={
        "draft": "编制中",
        "submitted": "已提交",
        "withdrawn": "已撤回",
        "opened": "已开启",
        "invalid": "投标无效",
        "lapsed": "截止前未提交",
        "returned": "未开启，已退回",
    },
    page="/rooms/{row.project_number}/bid/{row.lot_number}/",
    final=frozenset({"invalid", "lapsed", "returned"}),
    steps=(
        Step(
            name="submit",
            label="提交投标文件",
            source=frozenset({"draft", "withdrawn"}),
            target="submitted",
            by=(Side.SUPPLIER,),
            rules=CHECKS,
            duty="编制并提交投标文件",
            page="check/",
        ),
        Step(
            name="replace",
            label="用现在的内容替换",
            source=frozenset({"submitted"}),
            target="submitted",
            by=(Side.SUPPLIER,),
            rules=CHECKS,
            page="check/",
        ),
        Step(
            name="withdraw",
            label="撤回投标文件",
            source=frozenset({"submitted"}),
            target="withdrawn",
            by=(Side.SUPPLIER,),
            rules=(rules.bid_may_still_be_changed,),
            confirm="撤回后视同没有投标；截止时间前可以重新提交，已填写的内容都保留。确定撤回吗？",
        ),
        Step(
            name="open",
            label="开启投标文件",
            source=frozenset({"submitted"}),
            target="opened",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="give_back",
            label="未开启，退回投标文件",
            source=frozenset({"submitted"}),
            target="returned",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="lapse",
            label="截止前没有提交",
            source=frozenset({"draft", "withdrawn"}),
            target="lapsed",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="invalidate",
            label="认定投标无效",
            source=frozenset({"opened"}),
            target="invalid",
            by=(Side.SYSTEM,),
        ),
    ),
)

SECURITY = Lifecycle(
    of="trade.bidSecurity",
    title="投标保证金",
    initial="recorded",
    states={"recorded": "已登记", "due": "待退还", "refunded": "已退还"},
    page="/rooms/{row.project_number}/bids/",
    final=frozenset({"refunded"}),
    steps=(
        Step(
            name="fall_due",
            label="应当退还投标保证金",
            source=frozenset({"recorded"}),
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
    ),
)

WRITE = Function("trade.bid:write", "投标文件 · 编制与登记保证金", (Side.SUPPLIER,))
REFUND = SECURITY.permission(SECURITY.step("refund"))
