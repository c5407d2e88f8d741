"""Payments: invoice, request, approval by another, the treasury's answer, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.schemas import ReasonIn, RequestIn, VoucherIn
from lucai.stages.plan.plans.models import ProcurementPlan
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, people
from tests.makers import contract as make
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

filed = kept(make.filed)

REASON = ReasonIn(reason="收款账户与合同不一致")


def broken(refusal: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refusal.value.verdicts}


def hand_in(number: str, accepted: Any, **changes: Any) -> int:
    with clock.at(make.after_signing(number, 12)):
        content = make.invoice_content(changes.pop("amount", accepted.amount))
        return services.hand_in_invoice(
            make.supplier(), contract_number=number, acceptance_number=accepted.number,
            invoice=content, file=changes.get("file", make.invoice_file()),
        )  # fmt: skip


def test_the_due_day_is_the_earliest_of_contract_invoice_and_regulation(filed: str) -> None:
    place = make.handed_in_invoice(filed)
    invoice = selectors.invoice_seen(people.buyer(), filed, place)
    received = make.day_after_signing(filed, 12)
    assert invoice.due_on == received + timedelta(days=15)
    text = "".join(invoice.due_lines)
    assert f"合同约定付款日：{invoice.due_on.isoformat()}" in text
    assert "收到发票之日" in text


def test_an_invoice_is_for_what_was_accepted_to_the_fen(filed: str) -> None:
    accepted = make.published_acceptance(filed)
    with pytest.raises(InvalidInput) as refusal:
        hand_in(filed, accepted, amount=accepted.amount - 1)
    assert set(refusal.value.fields) == {"amount"}


def test_a_file_that_is_no_invoice_is_refused_and_nothing_is_kept(filed: str) -> None:
    accepted = make.published_acceptance(filed)
    for file in (None, bids.upload("发票.pdf", b"no pdf"), bids.upload("发票.exe", b"MZ")):
        with pytest.raises(InvalidInput):
            hand_in(filed, accepted, file=file)
    assert selectors.invoices_of(people.buyer(), filed) == []


def test_an_acceptance_is_invoiced_once(filed: str) -> None:
    accepted = make.published_acceptance(filed)
    hand_in(filed, accepted)
    with pytest.raises((InvalidInput, WrongState)):
        hand_in(filed, accepted)


def test_an_invoice_sent_back_is_replaced_and_the_clock_starts_anew(filed: str) -> None:
    place = make.handed_in_invoice(filed)
    before = selectors.invoice_seen(people.buyer(), filed, place)
    with clock.at(make.after_signing(filed, 14)):
        services.send_back_invoice(make.buyer(), contract_number=filed, number=place, reason=REASON)
        assert "按退回意见重开发票" in [d.title for d in duty_list(people.supplier())]
        services.replace_invoice(
            make.supplier(), contract_number=filed, number=place,
            invoice=make.invoice_content(before.amount, "26370000000000000009"),
            file=make.invoice_file(),
        )  # fmt: skip
    after = selectors.invoice_seen(people.buyer(), filed, place)
    assert after.state == "received"
    assert after.due_on == before.due_on + timedelta(days=2)


def test_who_requested_cannot_approve() -> None:
    number = make.requested_payment(make.filed())
    with pytest.raises(RuleBroken) as refusal:
        services.approve(make.buyer(), number=number)
    assert "ROL-04" in broken(refusal)
    offers = {o.step.name: o for o in selectors.payment_seen(people.buyer(), number).offers}
    assert not offers["approve"].open
    offers = {
        o.step.name: o for o in selectors.payment_seen(people.buyer_reviewer(), number).offers
    }
    assert offers["approve"].open


def test_nothing_is_requested_before_the_contract_is_filed() -> None:
    lot = make.awarded_lot()
    number = make.signed(lot)
    place = make.handed_in_invoice(number)
    with pytest.raises(RuleBroken) as refusal:
        make.requested_payment(number, place)
    assert broken(refusal) == {"GP-CTR-03", "GP-CTR-04"}
    assert selectors.invoice_seen(people.buyer(), number, place).state == "received"


@pytest.mark.parametrize("approval", ["", "示例财购〔2026〕9号"])
def test_imported_goods_are_paid_with_the_paper_that_approved_them(
    filed: str, approval: str
) -> None:
    card = make.sheet(filed).card
    with system_access("test"):
        plan = ProcurementPlan.objects.get(number=card.plan_number)
        plan.change(imports=True, import_approval=approval)
    if approval:
        make.sent_payment(filed)
        return
    with pytest.raises(RuleBroken) as error:
        make.sent_payment(filed)
    assert [v.rule for v in error.value.verdicts if v.blocks] == ["GP-IMP-01"]


def test_the_treasury_sees_a_request_once_it_is_sent() -> None:
    number = make.requested_payment(make.filed())
    with pytest.raises(NotFound):
        selectors.payment_seen(people.treasury(), number)
    services.approve(make.decider(), number=number)
    assert selectors.payment_seen(people.treasury(), number).line.state == "sent"
    assert "核对并支付" in [d.title for d in duty_list(people.treasury())]
    for stranger in (people.treasury("370202"), people.supplier(2), people.public()):
        with pytest.raises(NotFound):
            selectors.payment_seen(stranger, number)


def test_a_treasury_above_sees_and_does_not_pay() -> None:
    number = make.sent_payment(make.filed())
    above = people.treasury("370100", "city")
    shown = selectors.payment_seen(above, number)
    assert shown.offers == ()
    with pytest.raises(NotAllowed):
        services.pay(
            people.actor(above), number=number,
            voucher=VoucherIn(number="PZ000001", paid_on=shown.line.due_on.min),
        )  # fmt: skip


def test_the_account_number_is_for_payer_and_payee() -> None:
    number = make.sent_payment(make.filed())
    for viewer in (people.buyer(), people.treasury(), people.supplier()):
        assert selectors.payment_seen(viewer, number).payee_account.endswith("0000 0001")
    for viewer in (people.finance(), people.agency()):
        assert selectors.payment_seen(viewer, number).payee_account == "尾号 0001"


def test_a_returned_request_is_corrected_approved_again_and_paid(filed: str) -> None:
    number = make.sent_payment(filed)
    with clock.at(make.after_signing(filed, 14)):
        services.return_request(make.treasury(), number=number, reason=REASON)
        sheet = selectors.payment_seen(people.buyer(), number)
        assert (sheet.line.state, sheet.returned_reason) == ("returned", REASON.reason)
        services.edit_request(make.buyer(), number=number, request=RequestIn(purpose="更正后货款"))
        services.submit(make.buyer(), number=number)
        services.approve(make.decider(), number=number)
    make.paid(filed, number)
    assert selectors.payment_seen(people.buyer(), number).line.state == "paid"


def test_the_last_payment_completes_contract_lot_and_project(filed: str) -> None:
    number = make.paid(filed)
    card = contract_card(people.buyer(), filed)
    assert (card.state, card.left) == ("completed", 0)
    project = project_seen(people.buyer(), card.project_number)
    assert (project.state, project.lot(1).state) == ("completed", "completed")
    assert selectors.payment_seen(people.supplier(), number).voucher.number == "PZ000001"
    assert selectors.paid_sum(people.buyer(), card.project_number) == card.amount


def test_a_project_waits_for_the_contracts_of_all_its_lots() -> None:
    first, second = make.awarded_lots((1, 2))
    one = make.filed(first)
    two = make.filed(second)
    make.paid(one)
    assert project_seen(people.buyer(), first.project_number).state == "performing"
    make.paid(
        two,
        make.sent_payment(two, make.requested_payment(two, make.handed_in_invoice(two, code="2"))),
        voucher="PZ000002",
    )
    assert project_seen(people.buyer(), first.project_number).state == "completed"


def test_a_payment_consumes_what_the_contract_committed(filed: str) -> None:
    make.paid(filed)
    card = contract_card(people.buyer(), filed)
    package = plan_seen(people.buyer(), card.plan_number).packages[0]
    assert (package.held, package.committed, package.consumed) == (0, 0, card.amount)


def test_a_payment_is_public_with_its_transaction(filed: str) -> None:
    number = make.paid(filed)
    with system_access("test"):
        row = JournalEntry.objects.get(event="payment.request.pay")
    one = row.body["ocds"]["contracts"][0]["implementation"]["transactions"][0]
    assert row.public
    assert (one["id"], row.body["lateDays"]) == (number, 0)


@pytest.mark.parametrize(("after", "late"), [(27, 0), (28, 1)])
def test_late_by_a_day_costs_interest_by_the_law(after: int, late: int) -> None:
    """The invoice came on day 12 and the contract gives 15 days."""
    contract = make.filed()
    number = make.paid(contract, make.sent_payment(contract), days=after)
    voucher = selectors.payment_seen(people.buyer(), number).voucher
    amount = contract_card(people.buyer(), contract).amount
    assert voucher is not None
    assert (voucher.late_days, voucher.interest) == (late, amount * 5 // 10_000 * late)


def test_a_voucher_number_is_used_once_and_no_day_lies_before_the_request(filed: str) -> None:
    number = make.sent_payment(filed)
    with clock.at(make.after_signing(filed, 14)):
        early = VoucherIn(number="PZ000001", paid_on=make.day_after_signing(filed, 12))
        with pytest.raises(InvalidInput) as refusal:
            services.pay(make.treasury(), number=number, voucher=early)
    assert set(refusal.value.fields) == {"paid_on"}


def test_two_at_the_treasury_pay_once(filed: str) -> None:
    number = make.paid(filed)
    with clock.at(make.after_signing(filed, 14)), pytest.raises(WrongState):
        services.pay(
            make.treasury(), number=number,
            voucher=VoucherIn(number="PZ000009", paid_on=clock.today()),
        )  # fmt: skip
    assert contract_card(people.buyer(), filed).left == 0


def test_a_partial_acceptance_is_invoiced_and_paid_in_parts(filed: str) -> None:
    first = make.published_acceptance(filed, refused={1: 4})
    make.paid(
        filed,
        make.sent_payment(
            filed, make.requested_payment(filed, make.handed_in_invoice(filed, first))
        ),
    )
    assert contract_card(people.buyer(), filed).state == "owing"
    again = make.received_delivery(filed, days=20)
    second = make.published_acceptance(filed, again, days=21)
    place = make.handed_in_invoice(filed, second, days=22, code="2")
    request = make.requested_payment(filed, place, days=23)
    make.paid(filed, make.sent_payment(filed, request, days=23), days=24, voucher="PZ000002")
    assert contract_card(people.buyer(), filed).state == "completed"
