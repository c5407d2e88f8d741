"""Delivery and acceptance: goods at once, services quarter by quarter."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.site.demo.plots import Deal, Mishap, Tale
from lucai.site.demo.scenes import beside
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.acceptance.acceptances import services as acceptances
from lucai.stages.acceptance.acceptances.schemas import (
    AcceptanceIn,
    LineIn,
    LineVerdict,
    MemberIn,
    MemberKind,
    ObjectionIn,
)
from lucai.stages.acceptance.acceptances.selectors import LookedAt, acceptance_seen
from lucai.stages.performance.deliveries import services as deliveries
from lucai.stages.performance.deliveries.schemas import (
    DeliveredIn,
    DeliveredItemIn,
    DeliveryIn,
    ReasonIn,
    ReceiptIn,
)
from lucai.stages.performance.deliveries.selectors import LeftLine, undelivered

MONTHLY, QUARTER = "月", Decimal(3)
LATE: dict[str, Any] = {"late_cause": "third", "late_reason": "上游供货延误，已加派车辆"}
QUARTER_DAYS, TRANSPORT_DAYS = 91, 16


def rounds_of(tale: Tale) -> int:
    """Return in how many parts a contract is delivered: a year of service in four."""
    monthly = any(item.unit == MONTHLY for part in tale.story.lots for item in part.items)
    return 4 if monthly else 1


def deliver(tale: Tale) -> Scene:
    """Bring what is due; sometimes it is turned away at the door and comes again."""
    yield Cue(_when(tale), "delivery.announce")
    for deal in tale.deals:
        announce(deal)
    yield from _bring(tale)
    if tale.goes_wrong(Mishap.DELIVERY_REJECTED):
        yield Cue(after(clock.now(), minutes=60), "delivery.reject")
        reason = ReasonIn(reason="型号与合同不符，请按合同约定重新交付")
        for deal in tale.deals:
            deliveries.reject(
                tale.user, contract_number=deal.number, number=deal.delivery, reason=reason
            )
        beside.record_breach(tale)
        yield Cue(after(clock.now(), workdays=4), "delivery.announce_again")
        for deal in tale.deals:
            announce(deal)
        yield from _bring(tale)
    yield Cue(after(clock.now(), minutes=90), "delivery.receive")
    receipt = ReceiptIn(note="数量相符，外包装完好")
    for deal in tale.deals:
        deliveries.receive(
            tale.user, contract_number=deal.number, number=deal.delivery, receipt=receipt
        )
    return True


def accept(tale: Tale) -> Scene:
    """Look at everything, agree on the result, make it public."""
    yield from _inspect(tale)
    if tale.goes_wrong(Mishap.ACCEPTANCE_DISPUTED):
        yield from _dispute(tale)
    yield Cue(after(clock.now(), workdays=1), "acceptance.agree")
    for deal in tale.deals:
        _take(deal, "agree", tale)
    yield Cue(after(clock.now(), workdays=1), "acceptance.publish")
    for deal in tale.deals:
        acceptances.publish(tale.user, contract_number=deal.number, number=deal.acceptance)
    if not tale.goes_wrong(Mishap.ACCEPTANCE_FAILED):
        beside.finish_milestones(tale)
    return True


def _when(tale: Tale) -> datetime:
    first = not tale.deals[0].delivery
    if rounds_of(tale) == 1:
        return after(clock.now(), days=TRANSPORT_DAYS) if first else after(clock.now(), days=5)
    return after(clock.now(), days=QUARTER_DAYS)


def announce(deal: Deal) -> None:
    """Announce what is due of a contract."""
    left = undelivered(deal.supplier.viewer, deal.number)
    deal.delivery = deliveries.announce_delivery(
        deal.supplier,
        contract_number=deal.number,
        delivery=DeliveryIn(
            expected_on=clock.today(),
            note="由本公司专车送达，随车人员负责安装调试",
            **LATE,
            items=[
                DeliveredItemIn(place=line.place, quantity=_portion(line))
                for line in left
                if line.left
            ],
        ),
    )


def _portion(line: LeftLine) -> Decimal:
    return min(line.left, QUARTER) if line.unit == MONTHLY else line.left


def _bring(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), minutes=180), "delivery.deliver")
    delivered = DeliveredIn(delivered_on=clock.today(), note="已送达指定地点", **LATE)
    for deal in tale.deals:
        deliveries.deliver(
            deal.supplier, contract_number=deal.number, number=deal.delivery, delivered=delivered
        )
    return True


def _inspect(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "acceptance.begin")
    for deal in tale.deals:
        deal.acceptance = acceptances.begin_acceptance(
            tale.user, contract_number=deal.number, delivery_number=deal.delivery
        )
    yield Cue(after(clock.now(), minutes=150), "acceptance.submit")
    for deal in tale.deals:
        beside.hear_users(tale, deal)
        _write(tale, deal)
        _take(deal, "submit", tale)
    return True


def _dispute(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), minutes=120), "acceptance.object")
    deal = tale.deals[0]
    objection = ObjectionIn(objection="验收记录未写明已完成的培训，请补充后再确认")
    acceptances.object_to(
        deal.supplier, contract_number=deal.number, number=deal.acceptance, objection=objection
    )
    yield Cue(after(clock.now(), workdays=1), "acceptance.submit_again")
    _write(tale, deal)
    _take(deal, "submit", tale)
    return True


def _take(deal: Deal, step: str, tale: Tale) -> None:
    actor = deal.supplier if step == "agree" else tale.user
    acceptances.take(actor, contract_number=deal.number, number=deal.acceptance, step=step)


def _write(tale: Tale, deal: Deal) -> None:
    """Fill the acceptance in; what fails the first time comes again."""
    shown = acceptance_seen(tale.user.viewer, deal.number, deal.acceptance)
    fails = tale.goes_wrong(Mishap.ACCEPTANCE_FAILED) and deal.acceptance == 1
    own = tale.user.viewer.organisation_name
    content = AcceptanceIn(
        accepted_on=clock.today(),
        place=f"{own}指定地点",
        opinion="主要性能不符合合同约定，不予接收。"
        if fails
        else "逐项核对，数量、性能符合合同约定。",
        users_took_part=True,
        lines=[_looked_at(line, fails=fails) for line in shown.lines],
        members=[
            MemberIn(name=name, organisation=own, kind=MemberKind.BUYER, signed=True)
            for name in ("示例成员甲", "示例成员乙", "示例成员丙")
        ],
    )
    acceptances.edit_acceptance(
        tale.user, contract_number=deal.number, number=deal.acceptance, acceptance=content
    )


def _looked_at(line: LookedAt, *, fails: bool) -> LineIn:
    verdict = LineVerdict.FAILED if fails else LineVerdict.PASSED
    if line.delivered is None:
        return LineIn(number=line.number, found="已核对", verdict=verdict)
    accepted = Decimal() if fails else line.delivered
    return LineIn(
        number=line.number, accepted=accepted, found="开箱检查、通电试用", verdict=verdict
    )
