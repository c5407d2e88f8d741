"""The life of a party's credit watch: kept, and judged whenever an answer differs."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step

SIDES = {"supplier": "供应商", "agency": "采购代理机构", "expert": "评审专家"}

WATCH = Lifecycle(
    of="oversight.creditWatch",
    title="信用复核",
    initial="kept",
    states={"kept": "持续复核", "differs": "有差异，待核实"},
    page="/credit-watch/{row.pk}/",
    steps=(
        Step(
            name="differ",
            label="信用记录有差异",
            source=frozenset({"kept", "differs"}),
            target="differs",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="settle",
            label="核实信用记录的差异",
            source=frozenset({"differs"}),
            target="kept",
            by=(Side.SUPERVISOR,),
            duty="核实信用记录的差异",
            page="settle/",
        ),
    ),
)
