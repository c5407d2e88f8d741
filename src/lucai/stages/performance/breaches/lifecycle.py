"""The life of a breach record."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

OTHER = {Side.BUYER: Side.SUPPLIER, Side.SUPPLIER: Side.BUYER}
ASKED = {Side.BUYER: "asked_buyer", Side.SUPPLIER: "asked_supplier"}
"""The state in which a side has to answer what is held against it."""
ANSWERED = {Side.BUYER: "answered_buyer", Side.SUPPLIER: "answered_supplier"}
BREACH_KINDS = {
    "late_delivery": "逾期交付",
    "quality": "质量不符合约定",
    "service": "服务不到位",
    "subcontract": "擅自转包、分包",
    "late_acceptance": "拖延验收",
    "late_payment": "逾期付款",
    "other": "其他",
}
OUTCOMES = {
    "paid": "已支付违约金或者赔偿",
    "deducted": "从履约保证金中扣除",
    "mended": "已改正，不再追究",
    "disputed": "双方有争议，按合同约定的争议解决方式处理",
}


def _of(side: Side) -> tuple[Step, ...]:
    """Return what a side does: answer what is held against it, settle what it raised itself."""
    theirs = frozenset({ASKED[OTHER[side]], ANSWERED[OTHER[side]]})
    return (
        Step(
            name=f"answer_{side}",
            label="答复",
            source=frozenset({ASKED[side]}),
            target=ANSWERED[side],
            by=(side,),
            duty="答复违约事项",
            tells=(OTHER[side],),
            page=f"answer_{side}/",
        ),
        Step(
            name=f"settle_{side}",
            label="登记处理结果",
            source=theirs,
            target="settled",
            by=(side,),
            tells=(OTHER[side], Side.SUPERVISOR),
            page=f"settle_{side}/",
        ),
        Step(
            name=f"withdraw_{side}",
            label="撤回",
            source=theirs,
            target="withdrawn",
            by=(side,),
            tells=(OTHER[side],),
            page=f"withdraw_{side}/",
        ),
    )


BREACH = Lifecycle(
    of="performance.contractBreach",
    title="违约记录",
    initial="asked_supplier",
    states={
        "asked_buyer": "待采购人答复",
        "asked_supplier": "待供应商答复",
        "answered_buyer": "采购人已答复，待处理",
        "answered_supplier": "供应商已答复，待处理",
        "settled": "已处理",
        "withdrawn": "已撤回",
    },
    page="/contracts/{row.contract_number}/breaches/{row.number}/",
    final=frozenset({"settled", "withdrawn"}),
    steps=(*_of(Side.BUYER), *_of(Side.SUPPLIER)),
)

RAISE = Function("performance.contractBreach:raise", "违约记录 · 提出", (Side.BUYER, Side.SUPPLIER))
