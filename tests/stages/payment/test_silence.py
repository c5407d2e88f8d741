"""Who gets no acceptance in the agreed time invoices all the same; and money that came back is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform import timers
from lucai.platform.duties.selectors import duty_list
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.rules import ACCEPTANCE, SILENCE
from lucai.stages.payment.requests.schemas import BounceIn, ReasonIn
from lucai.stages.payment.requests.selectors.receivables import receivables
from lucai.stages.performance.deliveries.selectors import delivery_seen
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

INVOICE = "验收期限届满未验收，可以开具发票"
filed = kept(lambda: make.filed())


def silent_delivery(contract: str) -> int:
    """A delivery that was received and not accepted until a minute after the agreed time."""
    number = make.received_delivery(contract)
    due = delivery_seen(people.buyer(), contract, number).accept_due_at
    assert due is not None
    with clock.at(due + timedelta(minutes=1)):
        timers.fire()
    return number


def hand_in(contract: str, delivery: int) -> int:
    card = contract_card(people.supplier(), contract)
    amount = selectors.part_seen(people.supplier(), card, SILENCE, delivery).amount
    return services.hand_in_part(
        make.supplier(), contract_number=contract, kind=SILENCE, acceptance_number=delivery,
        invoice=make.invoice_content(amount), file=make.invoice_file(),
    )  # fmt: skip


def test_before_the_agreed_time_is_over_there_is_nothing_to_invoice(filed: str) -> None:
    number = make.received_delivery(filed)
    due = delivery_seen(people.buyer(), filed, number).accept_due_at
    assert due is not None
    card = contract_card(people.supplier(), filed)
    with clock.at(due - timedelta(minutes=1)):
        timers.fire()
        assert INVOICE not in [duty.title for duty in duty_list(people.supplier())]
        with pytest.raises(WrongState, match="还没有届满"):
            selectors.part_seen(people.supplier(), card, SILENCE, number)


def test_on_silence_the_supplier_invoices_and_the_due_day_counts_from_the_agreed_day(
    filed: str,
) -> None:
    delivery = silent_delivery(filed)
    came = delivery_seen(people.buyer(), filed, delivery)
    assert came.accept_due_at is not None
    with clock.at(came.accept_due_at + timedelta(days=2)):
        row = receivables(people.supplier()).items[0]
        assert [part.label for part in row.to_invoice] == ["第 1 次交付（逾期未验收）"]
        waiting = next(duty for duty in duty_list(people.supplier()) if duty.title == INVOICE)
        assert waiting.href == f"/contracts/{filed}/deliveries/{delivery}/invoice/"
        assert browse(people.supplier()).get(waiting.href).status_code == 200
        number = hand_in(filed, delivery)
        assert INVOICE not in [duty.title for duty in duty_list(people.supplier())]
    invoice = selectors.invoice_seen(people.supplier(), filed, number)
    card = contract_card(people.supplier(), filed)
    assert invoice.amount == card.amount
    assert came.accept_due_on is not None
    assert came.accept_due_on < invoice.due_on <= came.accept_due_on + timedelta(days=62)
    assert "核对发票，申请支付" in [duty.title for duty in duty_list(people.buyer())]


def test_money_paid_on_silence_completes_the_contract_and_a_late_acceptance_is_not_paid_again(
    filed: str, pump: Callable[[], None]
) -> None:
    delivery = silent_delivery(filed)
    with clock.at(make.after_signing(filed, 40)):
        number = hand_in(filed, delivery)
    make.published_acceptance(filed, delivery, days=41)
    pump()
    card = contract_card(people.supplier(), filed)
    parts = selectors.parts_of(people.supplier(), card)
    assert [(part.kind, part.invoiced) for part in parts] == [(SILENCE, True)]
    assert "开具发票，申请付款" not in [duty.title for duty in duty_list(people.supplier())]
    with pytest.raises(NotFound):
        selectors.part_seen(people.supplier(), card, ACCEPTANCE, 1)
    request = make.requested_payment(filed, number, days=43)
    make.paid(filed, make.sent_payment(filed, request, days=44), days=45)
    paid = contract_card(people.buyer(), filed)
    assert (paid.paid, paid.state) == (paid.payable, "completed")


def test_money_that_comes_back_after_the_end_is_owed_and_on_the_buyers_desk(filed: str) -> None:
    request = make.paid(filed)
    assert contract_card(people.buyer(), filed).state == "completed"
    voucher = selectors.payment_seen(people.buyer(), request).vouchers[0]
    bounced = BounceIn(voucher=voucher.number, reason="收款账户已销户", bounced_on=voucher.paid_on)
    with clock.at(make.after_signing(filed, 20)):
        services.bounce(make.treasury(), number=request, bounced=bounced)
        assert "核对并提交支付申请" in [duty.title for duty in duty_list(people.buyer())]
        row = receivables(people.supplier()).items[0]
        assert [one.left for one in row.unpaid] == [row.card.amount]
        services.submit(make.buyer(), number=request)
        services.send_back(make.decider(), number=request, reason=ReasonIn(reason="核对新账户"))
        services.submit(make.buyer(), number=request)
        services.approve(make.decider(), number=request)
        assert "核对并支付" in [duty.title for duty in duty_list(people.treasury())]
