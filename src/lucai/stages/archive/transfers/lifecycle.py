"""The life of a transfer."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

TRANSFER = Lifecycle(
    of="archive.archiveTransfer",
    title="档案移交",
    initial="sent",
    states={
        "sent": "已移交，待接收",
        "returned": "被退回",
        "received": "已接收",
        "abandoned": "已撤销",
    },
    page="/archive/transfers/{row.number}/",
    final=frozenset({"received", "abandoned"}),
    steps=(
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
            by=(Side.AGENCY,),
            duty="处理被退回的档案移交",
            confirm="按原清单重新移交。确定吗？",
        ),
        Step(
            name="abandon",
            label="撤销移交",
            source=frozenset({"returned"}),
            target="abandoned",
            by=(Side.AGENCY,),
            confirm="撤销后可以另行移交。确定吗？",
        ),
    ),
)

HAND_OVER = Function("archive.archiveTransfer:hand_over", "档案移交 · 移交", (Side.AGENCY,))
