"""The lives of a treasury's answer and of a day's reconciliation."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function


def _consequence(name: str, label: str, target: str) -> Step:
    return Step(
        name=name, label=label, source=frozenset({"received"}), target=target, by=(Side.SYSTEM,)
    )


ANSWER = Lifecycle(
    of="treasury.answer",
    title="国库回单",
    initial="received",
    states={
        "received": "已收到",
        "booked": "已入账",
        "repeated": "重复，未再入账",
        "doubtful": "异常，待处理",
        "settled": "异常已处理",
    },
    page="/treasury/answers/{row.pk}/",
    final=frozenset({"booked", "repeated", "settled"}),
    steps=(
        _consequence("book", "入账", "booked"),
        _consequence("repeat", "认定为重复", "repeated"),
        _consequence("doubt", "认定为异常", "doubtful"),
        Step(
            name="settle",
            label="处理异常回单",
            source=frozenset({"doubtful"}),
            target="settled",
            by=(Side.TREASURY,),
            duty="处理异常的国库回单",
            page="settle/",
        ),
    ),
)

RECONCILIATION = Lifecycle(
    of="treasury.reconciliation",
    title="国库对账",
    initial="open",
    states={"open": "有差异，待说明", "closed": "已完成"},
    page="/treasury/reconciliations/{row.day}/",
    final=frozenset({"closed"}),
    steps=(
        Step(
            name="close",
            label="完成对账",
            source=frozenset({"open"}),
            target="closed",
            by=(Side.TREASURY,),
            duty="说明国库对账差异",
            confirm="差异都已说明。完成后仍可以重新导入对账单核对。",
        ),
        Step(
            name="reopen",
            label="重新对账",
            source=frozenset({"closed"}),
            target="open",
            by=(Side.SYSTEM,),
        ),
    ),
)

TAKE_IN = Function("treasury.answer:take_in", "国库回单 · 导入回单", (Side.TREASURY,))
COMPARE = Function("treasury.reconciliation:compare", "国库对账 · 导入对账单", (Side.TREASURY,))
EXPLAIN = Function("treasury.reconciliation:explain", "国库对账 · 说明差异", (Side.TREASURY,))
