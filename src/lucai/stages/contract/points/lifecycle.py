"""The life of a point."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

ASKED = {Side.BUYER: "asked_buyer", Side.SUPPLIER: "asked_supplier"}
"""The state in which a side has to answer."""
OTHER = {Side.BUYER: Side.SUPPLIER, Side.SUPPLIER: Side.BUYER}
OPEN = frozenset(ASKED.values())


def _of(side: Side) -> tuple[Step, ...]:
    """Return what a side may do: answer when it is asked, withdraw when it waits."""
    mine, theirs = frozenset({ASKED[side]}), ASKED[OTHER[side]]
    other = (OTHER[side],)

    def step(name: str, label: str, source: frozenset[str], target: str, duty: str = "") -> Step:
        return Step(
            name=f"{name}_{side}", label=label, source=source, target=target, by=(side,),
            duty=duty, tells=other, page=f"{name}_{side}/",
        )  # fmt: skip

    return (
        step("accept", "同意", mine, "accepted", "答复合同协商意见"),
        step("counter", "提出其他表述", mine, theirs),
        step("refuse", "不同意", mine, "refused"),
        step("withdraw", "撤回", frozenset({theirs}), "withdrawn"),
    )


POINT = Lifecycle(
    of="contract.contractPoint",
    title="合同协商意见",
    initial="asked_supplier",
    states={
        "asked_buyer": "待采购人答复",
        "asked_supplier": "待供应商答复",
        "accepted": "已采纳",
        "refused": "未采纳",
        "withdrawn": "已撤回",
    },
    page="/contracts/{row.contract_number}/points/{row.number}/",
    final=frozenset({"accepted", "refused", "withdrawn"}),
    steps=(*_of(Side.BUYER), *_of(Side.SUPPLIER)),
)

PROPOSE = Function(
    "contract.contractPoint:propose", "合同协商意见 · 提出", (Side.BUYER, Side.SUPPLIER)
)
