"""The life of one written question of the panel to a bidder."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.trade.bid_clarifications.rules import answer_is_in_time

CLARIFICATION = Lifecycle(
    of="trade.bidClarification",
    title="评审中的澄清、说明或者补正",
    initial="asked",
    states={"asked": "等待供应商澄清", "answered": "已书面澄清", "unanswered": "逾期未澄清"},
    page="/rooms/{row.project_number}/bid-clarifications/{row.pk}/",
    final=frozenset({"answered", "unanswered"}),
    steps=(
        Step(
            name="answer",
            label="提交澄清、说明或者补正",
            source=frozenset({"asked"}),
            target="answered",
            by=(Side.SUPPLIER,),
            rules=(answer_is_in_time,),
            duty="书面澄清、说明或者补正",
        ),
        Step(
            name="lapse",
            label="逾期未澄清",
            source=frozenset({"asked"}),
            target="unanswered",
            by=(Side.SYSTEM,),
        ),
    ),
)

ASK = Function(
    "trade.bidClarification:ask", "评审 · 要求澄清、说明或者补正", (Side.EXPERT, Side.BUYER)
)
