"""What hangs beside a contract: points, alterations, its bond, milestones, breaches, faults."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.stages.acceptance.warranties import services as warranties
from lucai.stages.acceptance.warranties.schemas import FaultIn
from lucai.stages.contract.changes import services as changes
from lucai.stages.contract.changes.schemas import ChangeIn
from lucai.stages.contract.points import services as points
from lucai.stages.contract.points.schemas import AnswerIn, PointIn
from lucai.stages.performance.breaches import services as breaches
from lucai.stages.performance.breaches.schemas import BreachIn
from lucai.stages.performance.milestones import services as milestones
from lucai.stages.performance.milestones.schemas import MilestoneIn
from tests.makers import contract
from tests.makers.remembered import remembered

BOND = {"performance_security": "1000.00", "warranty_months": 12}
"""Terms of a contract that has everything beside it."""


@remembered
def negotiated_and_filed(lot: contract.Awarded) -> str:
    """A filed contract with a bond and a warranty, on which the supplier's wish was refused."""
    number = contract.proposed(lot, **BOND)
    wish = PointIn(subject="term:payment_days", text="10", reason="示例：资金周转需要")
    with clock.at(lot.at + timedelta(days=2)):
        place = points.propose_point(contract.supplier(), contract_number=number, point=wish)
        points.refuse(
            contract.buyer(), contract_number=number, number=place,
            answer=AnswerIn(reason="按招标文件执行"),
        )  # fmt: skip
    with clock.at(lot.at + contract.SIGN_AFTER):
        contract.sign(contract.supplier(), number)
        contract.sign(contract.decider(), number)
    contract.file(number, lot)
    return number


def open_matters(number: str) -> None:
    """Leave on an accepted contract one open matter of each kind."""
    key = {"contract_number": number}
    with clock.at(contract.after_signing(number, 12)):
        milestones.plan_milestones(
            contract.buyer(), **key,
            milestone=MilestoneIn(kind="training", title="示例培训", due_on=clock.today()),
        )  # fmt: skip
        breaches.raise_breach(
            contract.buyer(), **key,
            breach=BreachIn(
                kind="service", happened_on=clock.today(), clause="质量与售后服务",
                facts="示例：接到通知后超过约定时间才响应。",
            ),
        )  # fmt: skip
        changes.propose_change(
            contract.buyer(), **key,
            change=ChangeIn(
                kind="change", ground="agreed", reason="示例：收货地点改为新校区", days=3
            ),
        )  # fmt: skip
        warranties.report_fault(
            contract.buyer(), **key, fault=FaultIn(thing="示例设备", problem="不能开机")
        )
