"""The life of a transfer."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.archive.transfers.rules import supplements_are_handed_on

HANDING = (Side.AGENCY, Side.BUYER)
"""Who gathers files hands them over: the agency, or the buyer where there was none."""

TRANSFER = Lifecycle(
    of="archive.archiveTransfer",
    title="档案移交",
    initial="due",
    states={
        "due": "待移交",
        "sent": "已移交，待接收",
        "returned": "被退回",
        "received": "已接收",
        "abandoned": "已撤销",
    },
    page="/archive/transfers/{row.number}/",
    final=frozenset({"received", "abandoned"}),
    steps=(
        Step(
            name="send",
            label="移交档案馆",
            source=frozenset({"due"}),
            target="sent",
            by=HANDING,
            duty="移交补充归档的档案",
            confirm="把补充归档的版本移交给原接收单位。确定吗？",
        ),
        Step(
            name="receive",
            label="档案馆接收",
            source=frozenset({"sent"}),
            target="received",
            by=(Side.SYSTEM,),
            tells=(Side.AGENCY, Side.BUYER),
        ),
        Step(
            name="reject",
            label="档案馆退回",
            source=frozenset({"sent"}),
            target="returned",
            by=(Side.SYSTEM,),
            tells=(Side.AGENCY,),
        ),
        Step(
            name="resend",
            label="重新移交",
            source=frozenset({"returned"}),
            target="sent",
            by=HANDING,
            duty="处理被退回的档案移交",
            confirm="重新移交清单上的档案；补充归档的，连同此后的版本一并移交。确定吗？",
        ),
        Step(
            name="abandon",
            label="撤销移交",
            source=frozenset({"returned"}),
            target="abandoned",
            by=HANDING,
            rules=(supplements_are_handed_on,),
            confirm="撤销后可以另行移交。确定吗？",
        ),
    ),
)

HAND_OVER = Function("archive.archiveTransfer:hand_over", "档案移交 · 移交", HANDING)
