"""The lives of an opening and of each line of its record."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.tender_rules import (
    opening_waits_for_the_deadline,
    panel_stays_away_from_the_opening,
)
from lucai.platform.access.permissions import Function
from lucai.stages.trade.openings.rules import (
    questions_are_answered,
    recoveries_are_complete,
    suppliers_have_decrypted,
)

OPENING = Lifecycle(
    of="trade.openingSession",
    title="开标",
    initial="scheduled",
    states={
        "scheduled": "等待开标",
        "decrypting": "供应商解密中",
        "open": "开标中",
        "recorded": "开标结束",
        "cancelled": "已取消",
    },
    page="/rooms/{row.project_number}/opening/",
    final=frozenset({"recorded", "cancelled"}),
    steps=(
        Step(
            name="start",
            label="开标",
            source=frozenset({"scheduled"}),
            target="open",
            by=(Side.AGENCY,),
            rules=(opening_waits_for_the_deadline, panel_stays_away_from_the_opening),
            duty="主持开标",
            public=True,
            tells=(Side.BUYER, Side.SUPERVISOR),
        ),
        Step(
            name="call",
            label="请供应商解密",
            source=frozenset({"open"}),
            target="decrypting",
            by=(Side.SYSTEM,),
            public=True,
        ),
        Step(
            name="unseal",
            label="开启投标文件",
            source=frozenset({"decrypting"}),
            target="open",
            by=(Side.AGENCY,),
            rules=(suppliers_have_decrypted, recoveries_are_complete),
            duty="解密时段结束后开启投标文件",
            public=True,
        ),
        Step(
            name="record",
            label="形成开标记录",
            source=frozenset({"open"}),
            target="recorded",
            by=(Side.AGENCY,),
            rules=(questions_are_answered,),
            duty="答复询问，形成开标记录",
            public=True,
            tells=(Side.BUYER,),
            confirm="形成记录后不能再修改；没有确认也没有当场提出疑义的投标人，视同认可开标结果。",
        ),
        Step(
            name="cancel",
            label="取消开标",
            source=frozenset({"scheduled", "decrypting"}),
            target="cancelled",
            by=(Side.SYSTEM,),
        ),
    ),
)

RECORD = Lifecycle(
    of="trade.openingRecord",
    title="开标记录",
    initial="read",
    states={"read": "待确认", "confirmed": "已确认", "accepted": "视同认可"},
    page="/rooms/{row.project_number}/opening/?lot={row.lot_number}",
    final=frozenset({"confirmed", "accepted"}),
    steps=(
        Step(
            name="confirm",
            label="确认开标记录",
            source=frozenset({"read"}),
            target="confirmed",
            by=(Side.SUPPLIER,),
            duty="核对并确认开标记录",
        ),
        Step(
            name="accept",
            label="视同认可开标结果",
            source=frozenset({"read"}),
            target="accepted",
            by=(Side.SYSTEM,),
        ),
    ),
)

SIGN_IN = Function("trade.openingSession:sign_in", "开标 · 签到", (Side.SUPPLIER,))
ASK = Function("trade.openingRecord:ask", "开标 · 当场提出询问", (Side.SUPPLIER,))
REPLY = Function("trade.openingRecord:reply", "开标 · 答复询问", (Side.AGENCY,))
