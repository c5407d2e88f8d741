"""The life of an alteration."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import contract_rules as law
from lucai.platform.access.permissions import Function
from lucai.stages.contract.changes import rules

ASKED = {Side.BUYER: "asked_buyer", Side.SUPPLIER: "asked_supplier"}
OTHER = {Side.BUYER: Side.SUPPLIER, Side.SUPPLIER: Side.BUYER}
CHECKS = (
    rules.contract_can_be_altered,
    rules.alteration_has_a_ground,
    law.supplements_are_within_cap,
    rules.goal_change_is_within_share,
    rules.fault_is_compensated,
)
"""What is judged when it is proposed and again when it takes effect."""
RULES = {"agree": CHECKS, "impose": (*CHECKS, rules.one_side_may_act_alone)}


def _of(side: Side) -> tuple[Step, ...]:
    """Return what a side does: answer when it is asked, take back or impose what it proposed."""
    asked, waiting = frozenset({ASKED[side]}), frozenset({ASKED[OTHER[side]]})

    def step(name: str, label: str, source: frozenset[str], target: str) -> Step:
        tells = (
            (OTHER[side], Side.AGENCY, Side.SUPERVISOR) if target == "effective" else (OTHER[side],)
        )
        return Step(
            name=f"{name}_{side}", label=label, source=source, target=target, by=(side,),
            rules=RULES.get(name, ()), duty="答复合同变更" if name == "agree" else "", tells=tells,
            page=f"{name}_{side}/",
        )  # fmt: skip

    return (
        step("agree", "同意并签订", asked, "effective"),
        step("refuse", "不同意", asked, "refused"),
        step("withdraw", "撤回", waiting, "withdrawn"),
        step("impose", "依法单方办理", waiting, "effective"),
    )


CHANGE = Lifecycle(
    of="contract.contractChange",
    title="合同变更",
    initial="asked_supplier",
    states={
        "asked_buyer": "待采购人答复",
        "asked_supplier": "待供应商答复",
        "effective": "已生效，待公告",
        "published": "已公告",
        "refused": "对方不同意",
        "withdrawn": "已撤回",
    },
    page="/contracts/{row.contract_number}/changes/{row.number}/",
    final=frozenset({"published", "refused", "withdrawn"}),
    steps=(
        *_of(Side.BUYER),
        *_of(Side.SUPPLIER),
        Step(
            name="publish",
            label="公告合同变更",
            source=frozenset({"effective"}),
            target="published",
            by=(Side.BUYER,),
            rules=(law.change_is_published_in_time,),
            duty="公告合同变更",
            within="GP-CTR-07",
            public=True,
            notice="contractChange",
            tag="contractAmendment",
            tells=(Side.SUPPLIER, Side.AGENCY),
            page="publish/",
        ),
    ),
)

PROPOSE = Function(
    "contract.contractChange:propose", "合同变更 · 提出", (Side.BUYER, Side.SUPPLIER)
)
