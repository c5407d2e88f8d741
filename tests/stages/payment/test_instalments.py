"""Advance, acceptance by acceptance, and what is kept back: the parts sum to the contract."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.instalments import PaymentPlan, read_plan
from lucai.stages.contract.contracts.selectors import contract_card, contract_seen
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.rules import ADVANCE, RETENTION
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse

KEPT_DAYS = 90
PLAN = {"advance_percent": 30, "retention_percent": 5, "retention_days": KEPT_DAYS}


def filed() -> str:
    """A filed contract with an advance payment and a part kept back."""
    lot = make.awarded_lot()
    number = make.drafted(lot, **PLAN)
    with clock.at(lot.at + timedelta(days=2)):
        contracts.propose(make.buyer(), number=number)
        make.sign(make.supplier(), number)
        make.sign(make.decider(), number)
        contracts.publish(make.buyer(), number=number)
        contracts.take(make.buyer(), number=number, step="file")
    return number


def hand_in(contract: str, kind: str, acceptance: int, days: int, **changes: Any) -> int:
    card = contract_card(people.supplier(), contract)
    with clock.at(make.after_signing(contract, days)):
        part = selectors.part_seen(people.supplier(), card, kind, acceptance)
        content = make.invoice_content(changes.get("amount", part.amount), f"2637{days:0>16}")
        return services.hand_in_part(
            make.supplier(), contract_number=contract, kind=kind, acceptance_number=acceptance,
            invoice=content, file=make.invoice_file(),
        )  # fmt: skip


def pay(contract: str, place: int, days: int) -> None:
    request = make.requested_payment(contract, place, days=days)
    make.paid(
        contract, make.sent_payment(contract, request, days=days), days=days, voucher=f"PZ{days:06}"
    )


@given(
    st.integers(0, 60), st.integers(0, 39),
    st.lists(st.integers(1, 10**9), min_size=1, max_size=6),
)  # fmt: skip
@settings(max_examples=60)
def test_any_acceptances_share_out_to_the_fen(ahead: int, kept: int, accepted: list[int]) -> None:
    plan, amount, before = PaymentPlan(ahead, kept, 1), sum(accepted), 0
    shares = []
    for one in accepted:
        shares.append(plan.shares(amount, before, one))
        before += one
        assert shares[-1].now + shares[-1].prepaid + shares[-1].kept == one
    assert sum(one.prepaid for one in shares) == plan.prepaid(amount)
    paid = plan.prepaid(amount) + sum(one.now + one.kept for one in shares)
    assert paid == amount


def test_a_plan_is_kept_as_it_was_written_and_none_is_nothing() -> None:
    assert read_plan(PaymentPlan(30, 5, 365).written()) == PaymentPlan(30, 5, 365)
    assert read_plan("") == PaymentPlan()
    assert PaymentPlan(0, 0, 30).written() == ""


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        ({"advance_percent": 60, "retention_percent": 40, "retention_days": 1}, "小于 100%"),
        ({"retention_percent": 5, "retention_days": 0}, "多少天"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(plan: dict[str, int], word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        make.terms(**plan)


@pytest.mark.django_db
def test_the_plan_stands_in_the_text_that_both_sign() -> None:
    sheet = contract_seen(people.supplier(), filed())
    text = "".join(paragraph for clause in sheet.clauses for paragraph in clause.paragraphs)
    assert "合同金额 30% 的预付款" in text
    assert f"满 {KEPT_DAYS} 日" in text


@pytest.mark.django_db
def test_a_contract_is_paid_ahead_by_acceptances_and_at_the_end_and_never_above() -> None:
    contract = filed()
    amount = contract_card(people.buyer(), contract).amount
    pay(contract, hand_in(contract, ADVANCE, 0, 3), 4)
    assert contract_card(people.buyer(), contract).paid == amount * 30 // 100
    accepted = make.published_acceptance(contract)
    card = contract_card(people.buyer(), contract)
    part = selectors.part_seen(people.supplier(), card, "acceptance", accepted.number)
    with clock.at(make.after_signing(contract, 12)), pytest.raises(InvalidInput):
        services.hand_in_invoice(
            make.supplier(), contract_number=contract, acceptance_number=accepted.number,
            invoice=make.invoice_content(accepted.amount), file=make.invoice_file(),
        )  # fmt: skip
    with clock.at(make.after_signing(contract, 12)):
        place = services.hand_in_invoice(
            make.supplier(), contract_number=contract, acceptance_number=accepted.number,
            invoice=make.invoice_content(part.amount), file=make.invoice_file(),
        )  # fmt: skip
    pay(contract, place, 13)
    assert contract_card(people.buyer(), contract).left == amount * 5 // 100
    pay(contract, hand_in(contract, RETENTION, accepted.number, 11 + KEPT_DAYS), 12 + KEPT_DAYS)
    done = contract_card(people.buyer(), contract)
    assert (done.paid, done.state) == (amount, "completed")


@pytest.mark.django_db
def test_a_part_is_invoiced_once_when_it_is_open_and_only_where_it_was_agreed() -> None:
    contract = filed()
    accepted = make.published_acceptance(contract)
    with pytest.raises(WrongState):
        hand_in(contract, RETENTION, accepted.number, 10 + KEPT_DAYS)
    hand_in(contract, RETENTION, accepted.number, 11 + KEPT_DAYS)
    with pytest.raises(WrongState):
        hand_in(contract, RETENTION, accepted.number, 12 + KEPT_DAYS)
    with pytest.raises(InvalidInput):
        hand_in(contract, ADVANCE, 0, 13, amount=1)
    plain = make.filed(make.Awarded(*_other_lot()))
    with pytest.raises(NotFound):
        selectors.part_seen(people.supplier(), contract_card(people.supplier(), plain), ADVANCE, 0)


def _other_lot() -> tuple[str, int, Any]:
    lot = make.awarded_lot()
    return lot.project_number, lot.lot_number, lot.at


@pytest.mark.django_db
def test_what_is_kept_back_falls_due_from_the_agreed_day() -> None:
    contract = filed()
    accepted = make.published_acceptance(contract)
    place = hand_in(contract, RETENTION, accepted.number, 12 + KEPT_DAYS)
    invoice = selectors.invoice_seen(people.buyer(), contract, place)
    assert invoice.due_on == make.day_after_signing(contract, 12 + KEPT_DAYS + 15)
    with clock.at(make.after_signing(contract, 13)):
        client = browse(people.supplier())
        tab = client.get(f"/contracts/{contract}/payments/").content.decode()
        assert f"/contracts/{contract}/advance/" in tab
        form = client.get(f"/contracts/{contract}/advance/").content.decode()
        assert "预付款应开票" in form
        assert "预付款" in client.get("/receivables/").content.decode()
