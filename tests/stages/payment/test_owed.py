"""What is owed: claims, reminders and alerts, parts, money that comes back, and the reports."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import Conflict, InvalidInput, RuleBroken, WrongState
from lucai.law.payments import late_interest
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.models import Invoice
from lucai.stages.payment.requests.schemas import BounceIn, Ground, ReasonIn, RefusalIn, VoucherIn
from lucai.stages.payment.requests.selectors import OverdueQuery
from lucai.stages.plan.plans.selectors import plan_seen
from tests.makers import contract as make
from tests.makers import people, world
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

filed = kept(make.filed)

DUE = 27
"""The invoice comes on day 12 after the signature, and the contract gives fifteen days."""
WAITS = "答复供应商的付款请求"


def claimed(contract: str, place: int, day: int = 13) -> None:
    with clock.at(make.after_signing(contract, day)):
        services.claim(make.supplier(), contract_number=contract, number=place)


def refuse(contract: str, place: int, ground: Ground) -> None:
    refusal = RefusalIn(ground=ground, reason="请按合同账户更正后再请求")
    services.refuse_claim(make.buyer(), contract_number=contract, number=place, refusal=refusal)


def pass_days(contract: str, day: int) -> int:
    moment = make.after_signing(contract, day)
    with clock.at(moment):
        return services.tell_of_dates(Actor.system(Reason.DEADLINE_REACHED), now=moment)


def told(event: str) -> list[tuple[int, ...]]:
    with system_access("test"):
        rows = JournalEntry.objects.filter(event=f"payment.invoice.{event}")
        return [tuple(row.audience) for row in rows.order_by("pk")]


def part(contract: str, number: str, voucher: str, amount: int | None, day: int = 14) -> None:
    with clock.at(make.after_signing(contract, day)):
        content = VoucherIn(number=voucher, paid_on=clock.today(), amount=amount)
        services.pay(make.treasury(), number=number, voucher=content)


def bounced(contract: str, number: str, voucher: str, day: int = 15) -> None:
    with clock.at(make.after_signing(contract, day)):
        content = BounceIn(voucher=voucher, bounced_on=clock.today(), reason="账号户名不符")
        services.bounce(make.treasury(), number=number, bounced=content)


def pockets(contract: str) -> tuple[int, int, int]:
    card = contract_card(people.buyer(), contract)
    package = plan_seen(people.buyer(), card.plan_number).packages[0]
    return package.committed, package.consumed, card.paid


def test_a_claim_is_the_buyers_duty_until_it_is_answered(filed: str) -> None:
    place = make.handed_in_invoice(filed)
    claimed(filed, place)
    with clock.at(make.after_signing(filed, 13)):
        assert WAITS in [duty.title for duty in duty_list(people.buyer())]
        with pytest.raises(WrongState):
            services.claim(make.supplier(), contract_number=filed, number=place)
    number = make.requested_payment(filed, place)
    assert selectors.payment_seen(people.buyer(), number).line.state == "approving"
    assert WAITS not in [duty.title for duty in duty_list(people.buyer())]


def test_an_excuse_the_law_forbids_refuses_no_claim(filed: str) -> None:
    place = make.handed_in_invoice(filed)
    claimed(filed, place)
    for ground in (Ground.AUDIT, Ground.PROCESS, Ground.STAFF):
        with pytest.raises(RuleBroken) as refusal:
            refuse(filed, place, ground)
        assert [v.rule for v in refusal.value.verdicts] == ["GP-PAY-04"]
    assert selectors.invoice_seen(people.supplier(), filed, place).state == "claimed"


def test_a_refusal_says_why_and_leaves_the_due_day(filed: str) -> None:
    place = make.handed_in_invoice(filed)
    before = selectors.invoice_seen(people.supplier(), filed, place).due_on
    claimed(filed, place)
    refuse(filed, place, Ground.ACCOUNT)
    shown = selectors.invoice_seen(people.supplier(), filed, place)
    assert shown.refusal.startswith("收款账户与合同约定不符：")
    assert (shown.state, shown.due_on) == ("received", before)
    claimed(filed, place, 15)
    services.withdraw_claim(make.supplier(), contract_number=filed, number=place)
    assert selectors.invoice_seen(people.buyer(), filed, place).state == "received"


def test_the_buyer_is_reminded_before_and_all_are_told_after(filed: str) -> None:
    make.handed_in_invoice(filed)
    card = contract_card(people.buyer(), filed)
    days = (DUE - 6, DUE - 5, DUE - 4, DUE, DUE + 1, DUE + 2)
    assert [pass_days(filed, day) for day in days] == [0, 1, 0, 0, 1, 0]
    assert told("reminded") == [(card.buyer_id,)]
    (everybody,) = told("overdue")
    assert set(everybody) == {card.buyer_id, card.supplier_id, card.finance_id}


def test_nobody_is_told_of_an_invoice_that_is_paid_or_sent_back(filed: str) -> None:
    make.paid(filed)
    assert pass_days(filed, DUE + 1) == 0


def test_interest_runs_from_the_day_after_until_today(filed: str) -> None:
    place = make.handed_in_invoice(filed)
    for days in (0, 1, 40):
        with clock.at(make.after_signing(filed, DUE + days)):
            shown = selectors.invoice_seen(people.supplier(), filed, place)
            owed = shown.interest.amount if shown.interest else 0
            assert owed == late_interest(shown.amount, days).amount


def test_a_request_is_paid_in_parts_to_the_fen(filed: str) -> None:
    number = make.sent_payment(filed)
    amount = selectors.payment_seen(people.buyer(), number).line.amount
    part(filed, number, "PZ000001", 1)
    assert selectors.payment_seen(people.buyer(), number).left == amount - 1
    assert pockets(filed) == (amount - 1, 1, 1)
    with pytest.raises(InvalidInput) as refusal:
        part(filed, number, "PZ000002", amount)
    assert set(refusal.value.fields) == {"amount"}
    part(filed, number, "PZ000002", None)
    sheet = selectors.payment_seen(people.supplier(), number)
    assert (sheet.line.state, sheet.left, len(sheet.vouchers)) == ("paid", 0, 2)
    assert contract_card(people.buyer(), filed).state == "completed"


def test_what_a_returned_request_has_left_is_asked_for_anew(filed: str) -> None:
    number = make.sent_payment(filed)
    part(filed, number, "PZ000001", 100_00)
    with clock.at(make.after_signing(filed, 15)):
        reason = ReasonIn(reason="其余部分额度不足")
        services.return_request(make.treasury(), number=number, reason=reason)
        services.submit(make.buyer(), number=number)
        services.approve(make.decider(), number=number)
    part(filed, number, "PZ000002", None, 16)
    assert contract_card(people.buyer(), filed).left == 0


def test_money_that_comes_back_is_undone_everywhere_and_paid_anew(filed: str) -> None:
    number = make.paid(filed)
    amount = selectors.payment_seen(people.buyer(), number).line.amount
    bounced(filed, number, "PZ000001")
    sheet = selectors.payment_seen(people.supplier(), number)
    assert (sheet.line.state, sheet.left, sheet.voucher) == ("returned", amount, None)
    assert pockets(filed) == (amount, 0, 0)
    with clock.at(make.after_signing(filed, 16)):
        services.submit(make.buyer(), number=number)
        services.approve(make.decider(), number=number)
    part(filed, number, "PZ000002", None, 17)
    assert pockets(filed) == (0, amount, amount)


def test_a_voucher_comes_back_once_and_not_before_it_was_paid(filed: str) -> None:
    number = make.sent_payment(filed)
    part(filed, number, "PZ000001", 1)
    part(filed, number, "PZ000002", None)
    for voucher, day, field in (("PZ000009", 15, "voucher"), ("PZ000001", 13, "bounced_on")):
        with pytest.raises(InvalidInput) as refusal:
            bounced(filed, number, voucher, day)
        assert set(refusal.value.fields) == {field}
    bounced(filed, number, "PZ000001")
    with pytest.raises(InvalidInput):
        bounced(filed, number, "PZ000001")


def test_two_treasurers_at_once_pay_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one has read the request before the first one's payment of a part lands."""
    contract = make.filed()
    number = make.sent_payment(contract)
    from lucai.stages.payment.requests.services import treasury

    read, calls, made = treasury.own_request, [], []

    def slowly(actor: Actor, key: str) -> object:
        row = read(actor, key)
        if not calls:
            calls.append(key)
            part(contract, number, f"PZ00000{len(made)}", 1)
            made.append(key)
        return row

    monkeypatch.setattr(treasury, "own_request", slowly)
    with pytest.raises((Conflict, RuleBroken)):
        part(contract, number, "PZ000002", None)
    calls.clear()
    with pytest.raises(Conflict):
        part(contract, number, "PZ000003", 2)


def test_the_suppliers_page_answers_what_when_and_how_much(filed: str) -> None:
    first = make.published_acceptance(filed, refused={1: 4})
    make.handed_in_invoice(filed, first)
    with clock.at(make.after_signing(filed, DUE + 10)):
        text = browse(people.supplier()).get("/receivables/").content.decode()
        one = selectors.receivables(people.supplier()).items[0]
        assert one.interest == late_interest(first.amount, 10).amount
    assert [(line.place, line.left) for line in one.to_deliver] == [(1, 4)]
    assert one.accepted == first.amount
    for word in ("最迟", "已逾期 10 天", "请求付款", "合同约定付款日", "每日0.0005 × 10日"):
        assert word in text


def test_one_tap_on_the_suppliers_page_claims_the_payment(filed: str) -> None:
    place = make.handed_in_invoice(filed)
    with clock.at(make.after_signing(filed, 13)):
        client = browse(people.supplier())
        address = f"/contracts/{filed}/invoices/{place}/steps/claim/"
        assert address in client.get("/receivables/").content.decode()
        answer = client.post(address, {"from": "receivables"})
        assert answer["Location"] == "/receivables/"
        buyer = browse(people.buyer())
        refused = buyer.post(
            f"/contracts/{filed}/invoices/{place}/refuse/",
            {"ground": "audit", "reason": "等审计报告出来"},
        )
    assert refused.status_code == 422
    assert "不是拖延支付的合法理由" in refused.content.decode()
    assert "等审计报告出来" in refused.content.decode()


def late_world() -> tuple[str, datetime]:
    contract = make.filed()
    make.paid(contract, make.sent_payment(contract), days=DUE + 3)
    return contract, make.after_signing(contract, DUE + 3)


def test_the_yearly_report_lists_filters_and_sums() -> None:
    contract, now = late_world()
    with clock.at(now):
        year = clock.today().year
        lines = selectors.overdue_page(people.finance(), OverdueQuery(year)).items
        assert [(li.contract_number, li.late_days) for li in lines] == [(contract, 3)]
        assert lines[0].interest == late_interest(lines[0].amount, 3).amount
        for query, found in (
            (OverdueQuery(year, kind="late"), 1),
            (OverdueQuery(year, kind="unpaid"), 0),
            (OverdueQuery(year, kind="yearend"), 0),
            (OverdueQuery(year, sme=True), int(lines[0].payee_is_sme)),
            (OverdueQuery(year, words="不存在"), 0),
            (OverdueQuery(year - 1), 0),
        ):
            assert selectors.overdue_total(people.finance(), query).invoices == found, query
        assert selectors.overdue_total(people.buyer(2), OverdueQuery(year)).invoices == 0


def test_what_is_unpaid_at_the_years_end_is_what_is_made_public(filed: str) -> None:
    make.handed_in_invoice(filed)
    due = selectors.invoices_of(people.buyer(), filed)[0].due_on
    yearend = OverdueQuery(due.year, kind="yearend")
    with clock.at(clock.moment(date(due.year + 1, 2, 1), 9)):
        assert selectors.overdue_total(people.buyer(), yearend).invoices == 1
    with system_access("test"):
        Invoice.objects.update(paid_on=date(due.year, 12, 31))
    with clock.at(clock.moment(date(due.year + 1, 2, 1), 9)):
        assert selectors.overdue_total(people.buyer(), yearend).invoices == 0


def test_the_report_is_taken_away_as_csv_and_workbook() -> None:
    contract, now = late_world()
    with clock.at(now):
        client, year = browse(people.buyer()), clock.today().year
        page = client.get(f"/payments/overdue/?year={year}").content.decode()
        text = client.get(f"/payments/overdue/report.csv?year={year}").content.decode("utf-8-sig")
        book = client.get(f"/payments/overdue/report.xlsx?year={year}").content
    lines = list(csv.reader(io.StringIO(text)))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [line[3] for line in lines] == ["合同编号", contract]
    assert sheet[1][3] == contract
    assert sheet[1][11] == 3
    assert "report.xlsx" in page


def test_the_pages_ask_as_often_whatever_they_hold(filed: str) -> None:
    make.handed_in_invoice(filed)
    with clock.at(make.after_signing(filed, DUE + 2) + timedelta(hours=1)):
        world.settle()
        for viewer, address in (
            (people.supplier(), "/receivables/"),
            (people.finance(), "/payments/overdue/"),
        ):
            client = browse(viewer)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            assert len(asked) < 15, [q["sql"][:90] for q in asked]
