"""The life of a hand-over: the cards of one acceptance, sent, sent back, registered."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step

CARD_STATES = {
    "ready": "待移交",
    "sent": "已发送，待回执",
    "registered": "已入账",
    "refused": "被退回",
    "excluded": "不作为固定资产",
}
BUYER = (Side.BUYER,)
SYSTEM = (Side.SYSTEM,)

TRANSFER = Lifecycle(
    of="acceptance.assetTransfer",
    title="资产移交",
    initial="ready",
    states={
        "ready": "待移交资产系统",
        "sent": "已发送，待回执",
        "returned": "有卡片被退回",
        "registered": "全部入账",
    },
    page="/contracts/{row.contract_number}/assets/{row.acceptance_number}/",
    final=frozenset({"registered"}),
    steps=(
        Step(
            name="hand_over",
            label="移交资产系统",
            source=frozenset({"ready"}),
            target="sent",
            by=BUYER,
            duty="登记资产卡片，移交资产系统",
            page="hand-over/",
        ),
        Step(
            name="send_back",
            label="资产系统退回",
            source=frozenset({"sent"}),
            target="returned",
            by=SYSTEM,
            tells=BUYER,
        ),
        Step(
            name="correct",
            label="更正后重新发送",
            source=frozenset({"returned"}),
            target="sent",
            by=BUYER,
            duty="更正被退回的资产卡片",
            page="correct/",
        ),
        Step(
            name="finish",
            label="全部入账",
            source=frozenset({"sent"}),
            target="registered",
            by=SYSTEM,
            tells=BUYER,
        ),
    ),
)
