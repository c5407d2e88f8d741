"""The life of an envelope."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.tender_rules import bid_may_still_be_changed
from lucai.platform.access.permissions import Function

RECOVERERS = (Side.SUPERVISOR, Side.NOTARY)
"""Whose people hold shares of suppliers' secrets (恢复组) and none of an opening."""
_SYSTEM = (Side.SYSTEM,)
_HANDED_IN = frozenset({"received"})

SEALED_BID = Lifecycle(
    of="trade.sealedBid",
    title="密封投标文件",
    initial="received",
    states={
        "received": "已接收（密封）",
        "replaced": "已替换",
        "withdrawn": "已撤回",
        "opened": "已开启",
        "shut": "未能开启",
        "returned": "未开启，已退回",
    },
    page="/rooms/{row.project_number}/sealed/",
    final=frozenset({"replaced", "withdrawn", "opened", "shut", "returned"}),
    steps=(
        Step(
            name="replace", label="以新的密封投标文件替换", source=_HANDED_IN, target="replaced",
            by=_SYSTEM, rules=(bid_may_still_be_changed,),
        ),
        Step(
            name="withdraw", label="撤回密封投标文件", source=_HANDED_IN, target="withdrawn",
            by=_SYSTEM, rules=(bid_may_still_be_changed,),
        ),
        Step(name="open", label="开启", source=_HANDED_IN, target="opened", by=_SYSTEM),
        Step(name="fail", label="未能开启", source=_HANDED_IN, target="shut", by=_SYSTEM),
        Step(
            name="give_back", label="未开启，退回", source=_HANDED_IN, target="returned",
            by=_SYSTEM,
        ),
    ),
)  # fmt: skip

ENROL = Function(
    "trade.shareHolder:enrol",
    "开标密钥 · 登记与更换",
    (Side.BUYER, Side.AGENCY, *RECOVERERS),
)
RELEASE = Function("trade.shareRelease:release", "开标 · 释放密钥份额", (Side.BUYER, Side.AGENCY))
SEAL = Function("trade.sealedBid:seal", "密封投标 · 封标并递交", (Side.SUPPLIER,))
