"""The life of a single-source justification and of an objection to it."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.plan.justifications import rules

JUSTIFICATION = Lifecycle(
    of="plan.singleSourceJustification",
    title="单一来源公示",
    initial="draft",
    states={
        "draft": "草稿",
        "published": "公示中",
        "concluded": "公示通过",
        "dropped": "改用其他方式",
    },
    page="/justifications/{row.code}/",
    final=frozenset({"concluded", "dropped"}),
    steps=(
        Step(
            name="publish",
            label="发布公示",
            source=frozenset({"draft"}),
            target="published",
            by=(Side.BUYER,),
            rules=(rules.notice_is_complete,),
            duty="发布单一来源公示",
            public=True,
            notice="singleSource",
            tag="planningUpdate",
            tells=(Side.SUPERVISOR,),
            confirm="公示后向社会公开，任何供应商、单位和个人都可以提出异议。确定发布吗？",
        ),
        Step(
            name="conclude",
            label="办结公示",
            source=frozenset({"published"}),
            target="concluded",
            by=(Side.BUYER,),
            rules=(rules.period_is_over, rules.objections_are_argued),
            duty="办结单一来源公示",
            within="GP-SIN-02",
            page="conclusion/",
            tells=(Side.SUPERVISOR,),
        ),
        Step(
            name="drop",
            label="异议成立，改用其他方式",
            source=frozenset({"draft", "published"}),
            target="dropped",
            by=(Side.BUYER,),
            page="conclusion/",
        ),
    ),
)

DRAFT = Function("plan.singleSourceJustification:draft", "单一来源公示 · 编制", (Side.BUYER,))
OBJECT = Function(
    "plan.singleSourceJustification:object", "单一来源公示 · 提出异议", (Side.SUPPLIER,)
)
