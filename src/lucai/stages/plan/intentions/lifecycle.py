"""The life of a procurement intention."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.plan.intentions import rules

INTENTION = Lifecycle(
    of="plan.intention",
    title="采购意向",
    initial="draft",
    states={"draft": "草稿", "published": "已公开", "cancelled": "已取消"},
    page="/intentions/{row.code}/",
    final=frozenset({"cancelled"}),
    steps=(
        Step(
            name="publish",
            label="公开意向",
            source=frozenset({"draft"}),
            target="published",
            by=(Side.BUYER,),
            rules=(
                rules.intention_is_complete,
                rules.expected_month_is_not_past,
                rules.expected_month_leaves_the_period,
            ),
            duty="公开采购意向",
            public=True,
            notice="intention",
            tag="planning",
            confirm="公开后向社会公布，不能删除，只能取消并公告原因。确定公开吗？",
        ),
        Step(
            name="discard",
            label="作废草稿",
            source=frozenset({"draft"}),
            target="cancelled",
            by=(Side.BUYER,),
            confirm="作废后不能恢复。确定作废这条草稿吗？",
        ),
        Step(
            name="cancel",
            label="取消意向",
            source=frozenset({"published"}),
            target="cancelled",
            by=(Side.BUYER,),
            rules=(rules.no_plan_uses_the_intention,),
            public=True,
            notice="termination",
            tag="planningUpdate",
            page="cancel/",
        ),
    ),
)

DRAFT = Function("plan.intention:draft", "采购意向 · 编制与导入", (Side.BUYER,))
