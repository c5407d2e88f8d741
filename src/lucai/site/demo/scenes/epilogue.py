"""The last hour before the demonstration begins: matters beside contracts that wait, or went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from lucai.kernel import clock, money
from lucai.site.demo.plots import Deal, Tale
from lucai.site.demo.scenes import performing
from lucai.site.demo.scenes.beside import typed
from lucai.stages.acceptance.warranties import services as warranties
from lucai.stages.acceptance.warranties.schemas import FaultIn
from lucai.stages.acceptance.warranties.schemas import SaidIn as FaultSaidIn
from lucai.stages.contract.changes import services as changes
from lucai.stages.contract.changes.schemas import AnswerIn, ChangeIn
from lucai.stages.contract.contracts.selectors import contract_card, contract_items
from lucai.stages.contract.securities import services as securities
from lucai.stages.contract.securities.schemas import ClaimIn
from lucai.stages.performance.breaches import services as breaches
from lucai.stages.performance.breaches.schemas import AnswerIn as BreachAnswerIn
from lucai.stages.performance.breaches.schemas import BreachIn
from lucai.stages.performance.deliveries import services as deliveries
from lucai.stages.performance.deliveries.schemas import DeliveredIn, ReworkIn
from lucai.stages.performance.milestones import services as milestones
from lucai.stages.performance.milestones.schemas import ReportIn, SaidIn

Matter = Callable[[Tale, Deal], None]
NO = AnswerIn(answer="现有交付期限可以满足，不同意顺延")
YES = AnswerIn(answer="同意")
MENDED = FaultSaidIn(text="已更换配件，运行正常")


def leave_open(tales: Iterable[Tale]) -> None:
    """Leave these matters; a world with fewer stories has fewer of them."""
    told = {tale.story.key: tale for tale in tales if tale.deals}
    for key, matters in MATTERS.items():
        if key in told:
            for matter in matters:
                matter(told[key], told[key].deals[-1])


def _later(tale: Tale, deal: Deal, *, by_buyer: bool = False) -> int:
    asked = ChangeIn(**typed(
        kind="change", ground="force_majeure", days=10,
        reason="持续高温限电，生产线停产，交付期限顺延十日",
    ))  # fmt: skip
    actor = tale.clerk if by_buyer else deal.supplier
    return changes.propose_change(actor, contract_number=deal.number, change=asked)


def _buyer_asks(tale: Tale, deal: Deal) -> None:
    _later(tale, deal, by_buyer=True)


def _supplier_asks(tale: Tale, deal: Deal) -> None:
    _later(tale, deal)


def _agreed(tale: Tale, deal: Deal) -> None:
    key: dict[str, Any] = {"contract_number": deal.number, "number": _later(tale, deal)}
    changes.agree(tale.head, **key, answer=YES)


def _refused(tale: Tale, deal: Deal) -> None:
    key: dict[str, Any] = {"contract_number": deal.number, "number": _later(tale, deal)}
    changes.refuse(tale.clerk, **key, answer=NO)


def _taken_back(tale: Tale, deal: Deal) -> None:
    key: dict[str, Any] = {"contract_number": deal.number, "number": _later(tale, deal)}
    changes.withdraw(deal.supplier, **key, answer=AnswerIn(answer="已恢复生产，不需要顺延"))


def _ended(tale: Tale, deal: Deal) -> None:
    """End a contract early, settled at what was paid."""
    paid = money.plain_yuan(contract_card(tale.clerk.viewer, deal.number).paid)
    asked = ChangeIn(**typed(
        kind="termination", ground="force_majeure", settled=paid,
        reason="校区整体搬迁，服务对象不再存在，双方协商终止，已提供的服务已经结清",
    ))  # fmt: skip
    place = changes.propose_change(tale.clerk, contract_number=deal.number, change=asked)
    changes.agree(deal.supplier, contract_number=deal.number, number=place, answer=YES)


def _claimed(tale: Tale, deal: Deal) -> None:
    claim = ClaimIn(
        **typed(amount="1000.00", reason="上季度两次未按约定时间到场，按合同约定扣除违约金")
    )
    securities.claim(tale.clerk, contract_number=deal.number, claim=claim)


def _raised(kind: str, facts: str, *, by_buyer: bool) -> Callable[[Tale, Deal], int]:
    def act(tale: Tale, deal: Deal) -> int:
        held = BreachIn(
            **typed(kind=kind, happened_on=clock.today(), clause="违约责任", facts=facts)
        )
        actor = tale.clerk if by_buyer else deal.supplier
        return breaches.raise_breach(actor, contract_number=deal.number, breach=held)

    return act


_slow_service = _raised("service", "报修后超过约定的四小时才响应，影响正常使用。", by_buyer=True)
_slow_acceptance = _raised("late_acceptance", "货物送达后迟迟没有组织验收。", by_buyer=False)


def _against_supplier(tale: Tale, deal: Deal) -> None:
    _slow_service(tale, deal)


def _against_buyer(tale: Tale, deal: Deal) -> None:
    _slow_acceptance(tale, deal)


def _answered_by_supplier(tale: Tale, deal: Deal) -> None:
    key: dict[str, Any] = {"contract_number": deal.number, "number": _slow_service(tale, deal)}
    said = BreachAnswerIn(answer="当日路况管制，愿意按合同承担责任")
    breaches.answer(deal.supplier, **key, answer=said)


def _answered_by_buyer(tale: Tale, deal: Deal) -> None:
    key: dict[str, Any] = {"contract_number": deal.number, "number": _slow_acceptance(tale, deal)}
    breaches.answer(tale.clerk, **key, answer=BreachAnswerIn(answer="已安排本周内组织验收"))


def _breach_taken_back(tale: Tale, deal: Deal) -> None:
    key: dict[str, Any] = {"contract_number": deal.number, "number": _slow_service(tale, deal)}
    breaches.withdraw(tale.clerk, **key, answer=BreachAnswerIn(answer="核实后不属于供应商责任"))


def _reported(tale: Tale, deal: Deal) -> None:
    said = ReportIn(reported_on=clock.today(), report="设备已安装，教师培训两场，签到表已交")
    milestones.report(deal.supplier, contract_number=deal.number, number=1, report=said)


def _called_off(tale: Tale, deal: Deal) -> None:
    said = SaidIn(said="培训并入开学前统一安排")
    first = tale.deals[0]
    milestones.cancel(tale.clerk, contract_number=first.number, number=1, said=said)


def _to_be_mended(tale: Tale, deal: Deal) -> None:
    """Bring the next part; the buyer asks for something to be put right first."""
    performing.announce(deal)
    key: dict[str, Any] = {"contract_number": deal.number, "number": deal.delivery}
    came = DeliveredIn(delivered_on=clock.today(), **performing.LATE)
    deliveries.deliver(deal.supplier, **key, delivered=came)
    wish = ReworkIn(
        reason="服务记录缺少两周的签字，请补齐", rework_by=clock.today() + timedelta(days=5)
    )
    deliveries.rework(tale.user, **key, rework=wish)


def _fault(*steps: str) -> Matter:
    def act(tale: Tale, deal: Deal) -> None:
        thing = contract_items(tale.user.viewer, deal.number)[0].name
        fault = FaultIn(thing=thing, problem="运行时有异响")
        key: dict[str, Any] = {"contract_number": deal.number}
        place = warranties.report_fault(tale.user, **key, fault=fault)
        for step in steps:
            actor = tale.user if step == "cancel" else deal.supplier
            warranties.answer(actor, **key, number=place, step=step, said=MENDED)

    return act


MATTERS: Mapping[str, tuple[Matter, ...]] = {
    "370000-00": (_fault("respond", "mend"), _fault("respond"), _fault("cancel")),
    "370000-02": (_to_be_mended,),
    "370000-21": (_taken_back, _answered_by_supplier, _claimed),
    "370000-22": (_answered_by_buyer,),
    "370000-23": (_breach_taken_back,),
    "370100-33": (_agreed,),
    "370100-34": (_buyer_asks, _against_supplier),
    "370100-35": (_supplier_asks,),
    "370100-36": (_reported, _called_off),
    "370100-38": (_against_buyer,),
    "370100-39": (_refused,),
    "370100-65": (_ended,),
}
"""What is left beside whose contract, by the key of its story."""
