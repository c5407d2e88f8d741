"""The life of a sanction: entered by one person, confirmed by another, lifted the same way."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.registers.exclusions import rules

FINANCE = (Side.SUPERVISOR,)
PUBLISHED = ("in_force", "lifting", "lifted")
"""The states in which a record stands in the public list."""

CATEGORIES = {"dishonest": "严重违法失信行为记录", "penalty": "行政处罚"}
PARTY_SIDES = {"supplier": "供应商", "agency": "采购代理机构", "expert": "评审专家"}

EXCLUSION = Lifecycle(
    of="oversight.exclusionRecord",
    title="处罚和失信记录",
    initial="entered",
    states={
        "entered": "待复核",
        "in_force": "已公布",
        "lifting": "已公布，解除待复核",
        "lifted": "已解除",
        "refused": "复核未通过",
    },
    page="/exclusions/{row.number}/",
    final=frozenset({"lifted", "refused"}),
    steps=(
        Step(
            name="confirm",
            label="复核并公布",
            source=frozenset({"entered"}),
            target="in_force",
            by=FINANCE,
            rules=(
                rules.another_hand_confirms,
                rules.suppliers_term_is_lawful,
                rules.agencys_term_is_lawful,
            ),
            duty="复核处罚和失信记录",
            public=True,
            confirm="公布后所有人可以查看，禁止期限内各环节自动拦截。确定与处罚决定书核对一致吗？",
        ),
        Step(
            name="refuse",
            label="退回，不予公布",
            source=frozenset({"entered"}),
            target="refused",
            by=FINANCE,
            page="refuse/",
        ),
        Step(
            name="propose_lift",
            label="提出解除",
            source=frozenset({"in_force"}),
            target="lifting",
            by=FINANCE,
            page="lift/",
        ),
        Step(
            name="confirm_lift",
            label="复核并解除",
            source=frozenset({"lifting"}),
            target="lifted",
            by=FINANCE,
            rules=(rules.another_hand_confirms,),
            duty="复核解除处罚和失信记录",
            public=True,
            confirm="解除后不再拦截，公开列表写明解除的依据。确定吗？",
        ),
        Step(
            name="keep",
            label="不予解除",
            source=frozenset({"lifting"}),
            target="in_force",
            by=FINANCE,
            page="keep/",
        ),
    ),
)

LOOK_UP = Function(
    "oversight.exclusionRecord:look_up", "信用查询 · 人工查询留证",
    (Side.BUYER, Side.AGENCY, Side.SUPERVISOR),
)  # fmt: skip
ENTER = Function("oversight.exclusionRecord:enter", "处罚和失信记录 · 录入", FINANCE)
