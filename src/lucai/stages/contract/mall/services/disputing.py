"""Undoing a deal of the mall that a challenge or a complaint found wrong."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.contract.mall.inquiry_lifecycle import MALL_INQUIRY
from lucai.stages.contract.mall.lifecycle import MALL_ORDER
from lucai.stages.contract.mall.models import MallInquiry, MallOrder
from lucai.stages.contract.mall.selectors.disputes import dispute_row, order_from
from lucai.stages.contract.mall.services.enquiring import ended
from lucai.stages.contract.mall.services.hands import give_back

REASON = 400
NOT_BINDING = frozenset({"placed", "awaiting"})


def undo(actor: Actor, *, number: str, reason: str) -> None:
    """End an enquiry without a deal, or take back an order that is no contract yet.

    Part of the act by which that is mended or decided, which asks for the right; a pause does not
    stop it. What binds already is rescinded as a contract.
    """
    order, row = order_from(SYSTEM, number), dispute_row(SYSTEM, number)
    if order and order.state in NOT_BINDING:
        _withdraw(actor, order, reason)
    if not order and isinstance(row, MallInquiry) and row.state not in MALL_INQUIRY.final:
        _end(actor, row, reason)


@command
def _withdraw(actor: Actor, order: MallOrder, reason: str) -> None:
    with system_access("order whose deal is undone"):
        row = MallOrder.objects.select_for_update().get(pk=order.pk)
    take_step(
        actor, row, MALL_ORDER, "withdraw", body={"reason": reason[:REASON]}, follows=True,
        changes={"ended_reason": reason[:REASON]},
    )  # fmt: skip
    give_back(actor, row)


@command
def _end(actor: Actor, enquiry: MallInquiry, reason: str) -> None:
    with system_access("enquiry that is undone"):
        row = MallInquiry.objects.select_for_update().get(pk=enquiry.pk)
    ended(actor, row, reason[:REASON], follows=True)
