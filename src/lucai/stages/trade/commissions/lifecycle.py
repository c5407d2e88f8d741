"""The life of a commission."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.trade.commissions.rules import (
    agency_is_listed,
    agency_is_not_barred,
    agency_is_the_buyers_own_choice,
    commission_still_runs,
    fee_is_agreed,
    mandate_is_written,
)

COMMISSION = Lifecycle(
    of="trade.commission",
    title="委托代理",
    initial="proposed",
    states={
        "proposed": "待代理机构确认",
        "accepted": "已接受委托",
        "working": "代理中",
        "declined": "已婉拒",
    },
    page="/rooms/{row.project_number}/commission/",
    final=frozenset({"working"}),
    steps=(
        Step(
            name="accept",
            label="接受委托",
            source=frozenset({"proposed"}),
            target="accepted",
            by=(Side.AGENCY,),
            rules=(
                mandate_is_written,
                fee_is_agreed,
                agency_is_the_buyers_own_choice,
                commission_still_runs,
                agency_is_not_barred,
                agency_is_listed,
            ),
            duty="确认委托代理协议",
            tells=(Side.BUYER,),
        ),
        Step(
            name="decline",
            label="婉拒委托",
            source=frozenset({"proposed"}),
            target="declined",
            by=(Side.AGENCY,),
            tells=(Side.BUYER,),
            page="decline/",
        ),
        Step(
            name="draft",
            label="编制采购文件",
            source=frozenset({"accepted"}),
            target="working",
            by=(Side.AGENCY,),
            duty="选择范本，开始编制采购文件",
            page="document/",
        ),
        Step(
            name="reassign",
            label="另行选择代理机构",
            source=frozenset({"declined"}),
            target="proposed",
            by=(Side.BUYER,),
            duty="另行选择代理机构",
            page="reassign/",
        ),
    ),
)

ENTRUST = Function("trade.commission:entrust", "委托代理 · 发起委托", (Side.BUYER,))

FEE_PAYERS = {"winner": "中标供应商支付", "buyer": "采购人支付"}
