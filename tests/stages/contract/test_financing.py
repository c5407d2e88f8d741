"""Contract finance: exactly what was consented to is sent, until its day; a lock binds the payment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.adapters.banks.simulated import SimulatedPlatform
from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.selectors import project_timeline
from lucai.stages.acceptance.acceptances.selectors import AcceptanceSheet
from lucai.stages.contract.financing import ports, selectors, services
from lucai.stages.payment.requests import services as invoices
from lucai.stages.payment.requests.selectors import payment_seen
from tests.makers import contract as make
from tests.makers import financing, people
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted
from tests.makers.kept import kept
from tests.makers.world import settle

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
filed = kept(make.filed)


def sent(number: str) -> list[str]:
    lines = selectors.transmissions_of(people.supplier(), number)
    return [line.kind_label for line in reversed(lines) if not line.inward]


def locked(number: str) -> dict[str, str]:
    """Return what an invoice has to say of the payee."""
    lock = selectors.lock_of(people.supplier(), number)
    assert lock
    return {"payee_name": lock.name, "payee_bank": lock.bank, "payee_account": lock.account}


def handed_in(number: str, accepted: AcceptanceSheet, account: dict[str, str]) -> int:
    """Hand in an invoice to be paid into that account; return its number."""
    with clock.at(make.after_signing(number, 12)):
        return invoices.hand_in_invoice(
            make.supplier(), contract_number=number, acceptance_number=accepted.number,
            invoice=make.invoice_content(accepted.amount, **account), file=make.invoice_file(),
        )  # fmt: skip


def test_nothing_is_sent_before_the_reader_and_then_what_was_consented_to(filed: str) -> None:
    with clock.at(make.after_signing(filed, 3)):
        made = financing.consented(filed)
        assert sent(made) == []
        settle()
        assert sent(made) == ["中标（成交）结果", "合同", "合同付款"]
        card = selectors.intent_seen(people.supplier(), made)
        assert (card.state, card.offered_amount, card.rate) == ("offered", 100_000_00, 365)
        services.send(financing.READER, number=made)
        assert len(sent(made)) == 3


def test_what_was_not_consented_to_is_never_sent(filed: str) -> None:
    with clock.at(make.after_signing(filed, 3)):
        made = financing.granted(filed, payments="")
        card = make.sheet(filed).card
        services.send_payments(financing.READER, project_number=card.project_number)
        assert sent(made) == ["中标（成交）结果", "合同"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreed": ""}, "agreed"), ({"contract": ""}, "contract"), ({"months": 13}, "months"),
        ({"product": "ZCD-X"}, "product"), ({"amount": 90_000_000_00}, "amount"),
    ],
)  # fmt: skip
def test_an_application_without_consent_or_beyond_the_product_is_refused_at_its_field(
    filed: str, changes: dict[str, object], field: str
) -> None:
    with clock.at(make.after_signing(filed, 3)), pytest.raises(InvalidInput) as refused:
        financing.consented(filed, **changes)
    assert field in refused.value.fields


def test_one_contract_has_one_financing_at_a_time(filed: str) -> None:
    with clock.at(make.after_signing(filed, 3)):
        made = financing.consented(filed)
        with pytest.raises(WrongState, match="一家银行"):
            financing.consented(filed)
        services.withdraw(make.supplier(), number=made)
        assert financing.consented(filed)


def test_a_withdrawn_consent_stops_everything_and_the_bank_hears_it(filed: str) -> None:
    with clock.at(make.after_signing(filed, 3)):
        made = financing.consented(filed)
        services.withdraw(make.supplier(), number=made)
        settle()
        assert sent(made) == ["撤回授权通知"]
        assert selectors.intent_seen(people.supplier(), made).state == "withdrawn"


@pytest.mark.parametrize(("days", "stands"), [(7, True), (8, False)])
def test_an_offer_stands_seven_days(filed: str, days: int, *, stands: bool) -> None:
    with clock.at(make.after_signing(filed, 3)):
        made = financing.offered(filed)
        duty = next(d for d in duty_list(people.supplier()) if made in d.href)
        assert duty.title == "确认银行的融资报价"
    with clock.at(make.after_signing(filed, 3 + days)):
        if stands:
            services.accept(make.supplier(), number=made)
            return
        with pytest.raises(RuleBroken, match="失效"):
            services.accept(make.supplier(), number=made)


def test_a_locked_account_binds_the_invoice_and_the_loan_is_repaid_by_the_payment(
    filed: str,
) -> None:
    with clock.at(make.after_signing(filed, 3)):
        made = financing.granted(filed)
        account = locked(filed)
    accepted = make.published_acceptance(filed)
    with pytest.raises(InvalidInput) as refused:
        handed_in(filed, accepted, {**account, "payee_account": "6200000000000000001"})
    assert "锁定" in refused.value.fields["payee_account"]
    place = handed_in(filed, accepted, account)
    request = make.sent_payment(filed, make.requested_payment(filed, place))
    assert payment_seen(people.buyer(), request).payee_account == account["payee_account"]
    make.paid(filed, request)
    with clock.at(make.after_signing(filed, 20)):
        settle()
        assert selectors.intent_seen(people.supplier(), made).state == "repaid"
        assert selectors.lock_of(people.supplier(), filed) is None
        assert sent(made)[-1] == "合同付款"


def test_an_account_locked_after_the_invoice_closes_the_payment(filed: str) -> None:
    place = make.handed_in_invoice(filed)
    with clock.at(make.after_signing(filed, 12)):
        financing.granted(filed)
    with pytest.raises(RuleBroken, match="锁定"):
        make.requested_payment(filed, place)


def test_after_withdrawal_payments_are_not_told_and_the_lock_stays(filed: str) -> None:
    with clock.at(make.after_signing(filed, 3)):
        made = financing.granted(filed)
        services.withdraw(make.supplier(), number=made)
        with pytest.raises(RuleBroken, match="已经撤回"):
            services.withdraw(make.supplier(), number=made)
        account = locked(filed)
    place = handed_in(filed, make.published_acceptance(filed), account)
    make.paid(filed, make.sent_payment(filed, make.requested_payment(filed, place)))
    with clock.at(make.after_signing(filed, 20)):
        settle()
        assert sent(made)[-1] == "撤回授权通知"
        assert selectors.lock_of(people.supplier(), filed)


@pytest.mark.parametrize(("late", "accepted"), [(0, True), (1, False)])
def test_the_platform_takes_nothing_after_the_last_day_of_a_consent(
    late: int, *, accepted: bool
) -> None:
    today = clock.today()
    asked = ports.Asked(
        flow_number="RZ1", product="ZCD-A", bank_code="SLA", supplier_code="X", amount=1, months=1,
        kinds=("award",), until=today, consent="",
    )  # fmt: skip
    delivery = ports.Delivery("RZ1", "award", 1, {"supplier": "X"})
    receipt = SimulatedPlatform().receive(asked, delivery, today + late * DAY)
    assert receipt.accepted is accepted


@pytest.mark.parametrize(("kind", "supplier"), [("payments", "X"), ("award", "Y")])
def test_the_platform_takes_nothing_outside_the_consent_or_of_another(
    kind: str, supplier: str
) -> None:
    asked = ports.Asked(
        flow_number="RZ1", product="ZCD-A", bank_code="SLA", supplier_code="X", amount=1, months=1,
        kinds=("award",), until=clock.today(), consent="",
    )  # fmt: skip
    delivery = ports.Delivery("RZ1", kind, 1, {"supplier": supplier})
    assert not SimulatedPlatform().receive(asked, delivery, clock.today()).accepted


def test_the_bank_refuses_below_its_least_and_says_so(filed: str) -> None:
    with clock.at(make.after_signing(filed, 3)):
        products = [p for p in ports.platform().products(0) if p.code == "ZCD-B"]
        asked = ports.Asked(
            flow_number="RZ370102000001", product="ZCD-B", bank_code="SLB", supplier_code="X",
            amount=1, months=1, kinds=("award", "contract"), until=clock.today(), consent="",
        )  # fmt: skip
        small = {"supplier": "X", "amount": products[0].least - 1, "left": products[0].least}
        sent_ = [ports.Delivery("RZ1", kind, 1, small) for kind in ("award", "contract")]
        decision = SimulatedPlatform().decide(asked, sent_, clock.today())
        assert not decision.offered
        assert "起点" in decision.reason


def test_a_financing_is_the_suppliers_own_business(filed: str) -> None:
    with clock.at(make.after_signing(filed, 3)):
        made = financing.offered(filed)
        for other in (people.buyer(), people.supplier(2), people.agency(), people.treasury()):
            with pytest.raises(NotFound):
                selectors.intent_seen(other, made)
        with pytest.raises((NotAllowed, NotFound)):
            services.accept(people.actor(people.finance()), number=made)
        project = make.sheet(filed).card.project_number
        assert "融资" not in str([e.label for e in project_timeline(people.buyer(), project)])


def test_the_pages_lead_from_the_products_to_the_loan(filed: str) -> None:
    with clock.at(make.after_signing(filed, 3)):
        client = browse(people.supplier())
        assert "模拟对接" in client.get(f"/contracts/{filed}/financing/").content.decode()
        address = f"/contracts/{filed}/financing/consent/?product=ZCD-A"
        fields = posted(client.get(address))
        until = (clock.today() + 90 * DAY).isoformat()
        typed = {**fields, "amount": "100000", "months": "6", "share_until": until, "award": "yes",
                 "contract": "yes"}  # fmt: skip
        refused = client.post(address, typed)
        assert "不勾选不会发送任何数据" in refused.content.decode()
        done = client.post(address, {**typed, "agreed": "yes"})
        settle()
        page, queries = counted(client, done.headers["Location"])
        assert "接受报价" in page.content.decode()
        assert queries < 20
        client.post(f"{done.headers['Location']}steps/accept/", {"confirmed": "yes"})
        assert "锁定中" in client.get(done.headers["Location"]).content.decode()
        assert counted(client, "/financing/")[1] < 15
