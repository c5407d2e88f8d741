"""The life of a credit record."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.oversight.credit import rules

PARTIES = (Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.EXPERT)
FINANCE = (Side.SUPERVISOR,)

CREDIT = Lifecycle(
    of="oversight.creditRecord",
    title="信用记录",
    initial="counted",
    states={
        "counted": "计入",
        "disputed": "计入，异议处理中",
        "upheld": "计入，异议不成立",
        "corrected": "已更正",
    },
    page="/credit/records/{row.pk}/",
    final=frozenset({"upheld", "corrected"}),
    steps=(
        Step(
            name="object",
            label="提出异议",
            source=frozenset({"counted"}),
            target="disputed",
            by=PARTIES,
            rules=(rules.objection_is_in_time,),
            tells=FINANCE,
            page="object/",
        ),
        Step(
            name="withdraw",
            label="撤回异议",
            source=frozenset({"disputed"}),
            target="counted",
            by=PARTIES,
            tells=FINANCE,
            confirm="撤回后记录照常计入；异议期限内可以再次提出。确定撤回吗？",
        ),
        Step(
            name="correct",
            label="更正记录",
            source=frozenset({"disputed"}),
            target="corrected",
            by=FINANCE,
            rules=(rules.objection_is_handled_in_time,),
            duty="处理信用异议",
            page="correct/",
        ),
        Step(
            name="uphold",
            label="异议不成立",
            source=frozenset({"disputed"}),
            target="upheld",
            by=FINANCE,
            rules=(rules.objection_is_handled_in_time,),
            page="uphold/",
        ),
        Step(
            name="strike",
            label="来源记录已解除，不再计入",
            source=frozenset({"counted", "disputed", "upheld"}),
            target="corrected",
            by=(Side.SYSTEM,),
        ),
    ),
)
