"""Whatever becomes of a contract, the books of indicator, plan, contract and treasury agree to the 分."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lucai.kernel import clock
from lucai.kernel.errors import Conflict, InvalidInput, LuCaiError, RuleBroken, WrongState
from lucai.platform.records import system_access
from lucai.stages.budget.indicators.selectors import account_of
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.models import PaymentVoucher
from lucai.stages.payment.requests.schemas import BounceIn, RequestIn, VoucherIn
from lucai.stages.payment.requests.selectors import payment_row
from lucai.stages.payment.requests.services import treasury
from lucai.stages.plan.plans.selectors import plan_seen
from tests.makers import contract as make
from tests.makers import people
from tests.makers.kept import kept
from tests.stages.payment.test_instalments import PLAN
from tests.stages.payment.test_instalments import filed as filed_in_parts

pytestmark = pytest.mark.django_db

filed = kept(filed_in_parts)
ACTS = ("deliver", "invoice", "request", "approve", "pay", "part", "bounce", "late")


@dataclass
class Life:
    """One contract's life: every act takes some days; what cannot be done now is left."""

    contract: str
    day: int = 11
    count: int = 0
    vouchers: list[tuple[str, str]] = field(default_factory=list)

    def live(self, act: str, amount: int) -> None:
        self.day += 95 if act == "late" else 2
        self.count += 1
        with suppress(LuCaiError, AssertionError), transaction.atomic():
            getattr(self, act)(amount)

    def late(self, amount: int) -> None:
        del amount

    def deliver(self, amount: int) -> None:
        quantity = amount % 4 + 1
        delivery = make.received_delivery(self.contract, {1: quantity}, days=self.day)
        make.published_acceptance(self.contract, delivery, days=self.day + 1)

    def invoice(self, amount: int) -> None:
        del amount
        card = contract_card(people.supplier(), self.contract)
        with clock.at(make.after_signing(self.contract, self.day)):
            parts = selectors.parts_of(people.supplier(), card)
            part = next((one for one in parts if one.open), None)
            if part is None:
                return
            content = make.invoice_content(part.amount, f"2637{self.count:0>16}")
            key = {"contract_number": self.contract, "acceptance_number": part.acceptance_number}
            if part.kind == "acceptance":
                services.hand_in_invoice(
                    make.supplier(), **key, invoice=content, file=make.invoice_file()
                )
            else:
                services.hand_in_part(
                    make.supplier(),
                    **key,
                    kind=part.kind,
                    invoice=content,
                    file=make.invoice_file(),
                )

    def request(self, amount: int) -> None:
        del amount
        for invoice in selectors.invoices_of(people.buyer(), self.contract):
            with suppress(LuCaiError), clock.at(make.after_signing(self.contract, self.day)):
                services.request_payment(
                    make.buyer(), contract_number=self.contract, number=invoice.number,
                    request=RequestIn(purpose="支付合同款"),
                )  # fmt: skip

    def approve(self, amount: int) -> None:
        del amount
        for line in selectors.payments_of(people.buyer(), self.contract):
            with clock.at(make.after_signing(self.contract, self.day)), suppress(LuCaiError):
                if line.state == "returned":
                    services.submit(make.buyer(), number=line.number)
                services.approve(make.decider(), number=line.number)

    def pay(self, amount: int) -> None:
        self._pay(None if amount % 3 else amount)

    def part(self, amount: int) -> None:
        self._pay(amount)

    def _pay(self, amount: int | None) -> None:
        lines = selectors.payments_of(people.treasury(), self.contract)
        sent = next((line for line in lines if line.state == "sent"), None)
        if sent:
            number = f"PZ{self.count:06}"
            with clock.at(make.after_signing(self.contract, self.day)):
                paid = VoucherIn(number=number, paid_on=clock.today(), amount=amount)
                services.pay(make.treasury(), number=sent.number, voucher=paid)
            self.vouchers.append((sent.number, number))

    def bounce(self, amount: int) -> None:
        if not self.vouchers:
            return
        request, number = self.vouchers[amount % len(self.vouchers)]
        with clock.at(make.after_signing(self.contract, self.day)):
            back = BounceIn(voucher=number, reason="账户有误", bounced_on=clock.today())
            services.bounce(make.treasury(), number=request, bounced=back)


def check_books(contract: str) -> None:
    """See that nothing was paid twice or above the contract and every account balances."""
    card = contract_card(people.buyer(), contract)
    plan = plan_seen(people.buyer(), card.plan_number)
    with system_access("test"):
        rows = PaymentVoucher.objects.filter(contract_number=contract)
        vouchers = sum(row.amount for row in rows)
    package = plan.packages[0]
    assert 0 <= card.paid <= card.payable
    assert card.paid == vouchers == package.consumed
    assert package.committed + package.consumed == card.amount
    for payment in selectors.payments_of(people.buyer(), contract):
        assert 0 <= payment.paid <= payment.amount
    assert all(account_of(people.buyer(), fund.code).balanced for fund in plan.fundings)


@pytest.mark.once
@settings(
    max_examples=3, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 200_000_000)), min_size=5, max_size=10)
)
def test_in_every_life_of_a_contract_the_books_agree(
    filed: str, acts: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        life = Life(filed)
        for act, amount in [("invoice", 1), ("request", 1), ("approve", 1), *acts]:
            life.live(act, amount)
            check_books(filed)
        transaction.set_rollback(True)


def test_two_treasurers_who_pay_at_once_pay_once(filed: str) -> None:
    life = Life(filed)
    for act in ("invoice", "request", "approve"):
        life.live(act, 1)
    number = selectors.payments_of(people.treasury(), filed)[0].number
    stale = payment_row(people.treasury(), number)
    with clock.at(make.after_signing(filed, 40)):
        today = clock.today()
        services.pay(
            make.treasury(), number=number, voucher=VoucherIn(number="PZ000001", paid_on=today)
        )
        second = VoucherIn(number="PZ000002", paid_on=today + timedelta())
        with (
            patch.object(treasury, "own_request", lambda *_: stale),
            pytest.raises((Conflict, RuleBroken)),
            transaction.atomic(),
        ):
            services.pay(make.treasury(), number=number, voucher=second)
        with pytest.raises((WrongState, InvalidInput)), transaction.atomic():
            services.pay(make.treasury(), number=number, voucher=second)
    check_books(filed)
    card = contract_card(people.buyer(), filed)
    assert card.paid == card.amount * PLAN["advance_percent"] // 100
