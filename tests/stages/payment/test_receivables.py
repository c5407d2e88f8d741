"""A small firm's receivable is confirmed within thirty days, and a bank checks it without an account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.law.calendar import add_days, beijing_day, roll_forward
from lucai.platform.duties import alerts
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.stages.payment.receivables import papers, selectors, services
from lucai.stages.payment.receivables.schemas import RefusalIn
from lucai.stages.payment.requests.models import Invoice
from lucai.stages.payment.requests.selectors import invoice_seen
from tests.makers import contract as make
from tests.makers import people, receivables
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

WAITS = "答复应收账款确认请求"
NO = RefusalIn(reason="合同已经约定不得转让债权，须先协商")
Bill = tuple[str, int]


def billed() -> Bill:
    number = make.filed()
    return number, make.handed_in_invoice(number)


bill = kept(billed)


@pytest.fixture(autouse=True)
def _two_weeks_on(bill: Bill) -> Iterator[None]:
    with clock.at(make.after_signing(bill[0], 14)):
        yield


def confirmed(bill: Bill) -> selectors.ConfirmationSheet:
    number = receivables.asked(*bill)
    services.confirm(make.buyer(), number=number)
    return selectors.confirmation_seen(people.supplier(), number)


def public(number: str, digest: str) -> str:
    asked = {"number": number, "digest": digest}
    return Client().get("/verify-receivable/", asked).content.decode()


def holds(event: str) -> list[bool]:
    name = f"payment.receivableConfirmation.{event}"
    entry = JournalEntry.objects.seen_by(SYSTEM).get(event=name)
    return [one["holds"] for one in entry.body["rules"]]


def test_the_buyer_has_thirty_days_from_the_request(bill: Bill) -> None:
    number = receivables.asked(*bill)
    (duty,) = [one for one in duty_list(people.buyer()) if one.title == WAITS]
    last = roll_forward(add_days(clock.today(), 30)).date
    assert duty.due_at == clock.moment(last) + timedelta(days=1)
    assert number in duty.href
    assert "保障中小企业款项支付条例/16" in duty.cites


@pytest.mark.parametrize("late", [False, True])
def test_an_answer_is_late_the_day_after_the_last(bill: Bill, *, late: bool) -> None:
    number = receivables.asked(*bill)
    (duty,) = [one for one in duty_list(people.buyer()) if one.title == WAITS]
    assert duty.due_at
    with clock.at(duty.due_at if late else duty.due_at - timedelta(minutes=1)):
        services.confirm(make.buyer(), number=number)
        assert holds("confirm") == [True, not late]
        assert [one for one in duty_list(people.buyer()) if one.title == WAITS] == []


def test_silence_is_told_to_the_buyer_and_its_finance_department(bill: Bill) -> None:
    number = receivables.asked(*bill)
    (duty,) = [one for one in duty_list(people.buyer()) if one.title == WAITS]
    assert duty.due_at
    told = {"event": "duty.overdue", "object_key": number}
    for now, times in ((duty.due_at, 0), (duty.due_at + timedelta(minutes=1), 1)):
        with clock.at(now):
            alerts.alert(now)
            assert JournalEntry.objects.seen_by(SYSTEM).filter(**told).count() == times
    with clock.at(duty.due_at + timedelta(minutes=1)):
        assert WAITS in {one.title for one in overdue_page(people.finance()).items}


def test_more_than_is_left_cannot_be_asked_for_nor_confirmed(bill: Bill) -> None:
    left = invoice_seen(people.supplier(), *bill).left
    with pytest.raises(InvalidInput, match="尚未支付"):
        receivables.asked(*bill, amount=f"{(left + 1) / 100:.2f}")
    number = receivables.asked(*bill, amount=f"{left / 100:.2f}")
    Invoice.objects.seen_by(SYSTEM).filter(contract_number=bill[0]).update(paid=100)
    with pytest.raises(RuleBroken, match="尚未支付"):
        services.confirm(make.buyer(), number=number)
    Invoice.objects.seen_by(SYSTEM).filter(contract_number=bill[0]).update(paid=0)
    services.confirm(make.buyer(), number=number)


def test_an_invoice_that_was_sent_back_owes_nothing(bill: Bill) -> None:
    number = receivables.asked(*bill)
    Invoice.objects.seen_by(SYSTEM).filter(contract_number=bill[0]).update(state="returned")
    with pytest.raises(RuleBroken, match="已经退回"):
        services.confirm(make.buyer(), number=number)


def test_a_large_firm_has_no_such_right(bill: Bill) -> None:
    Invoice.objects.seen_by(SYSTEM).filter(contract_number=bill[0]).update(payee_is_sme=False)
    with pytest.raises(InvalidInput, match="中小企业"):
        receivables.asked(*bill)


def test_an_invoice_is_asked_about_once_until_it_is_refused_or_taken_back(bill: Bill) -> None:
    number = receivables.asked(*bill)
    with pytest.raises(Conflict):
        receivables.asked(*bill)
    services.refuse(make.buyer(), number=number, form=NO)
    assert selectors.confirmation_seen(people.supplier(), number).reason == NO.reason
    again = receivables.asked(*bill)
    services.withdraw(make.supplier(), number=again)
    assert confirmed(bill).state == "confirmed"
    with pytest.raises(Conflict):
        receivables.asked(*bill)


def test_a_refusal_without_a_reason_is_none(bill: Bill) -> None:
    del bill
    with pytest.raises(ValidationError):
        RefusalIn(reason="")


def test_nobody_else_asks_answers_or_looks(bill: Bill) -> None:
    form = receivables.content("1000.00")
    with pytest.raises(NotFound):
        services.ask(
            people.actor(people.supplier(2)), contract_number=bill[0], place=bill[1], form=form
        )
    number = receivables.asked(*bill)
    for stranger in (people.supplier(2), people.agency(), people.public()):
        with pytest.raises(NotFound):
            selectors.confirmation_seen(stranger, number)
    with pytest.raises(NotAllowed):
        services.confirm(make.supplier(), number=number)
    with pytest.raises(NotAllowed):
        services.withdraw(make.buyer(), number=number)


@pytest.mark.parametrize("which", ["sm3", "sha256"])
def test_a_bank_checks_a_confirmation_by_number_and_digest(bill: Bill, which: str) -> None:
    sheet = confirmed(bill)
    shown = public(sheet.number, getattr(sheet, which))
    assert "编号和摘要与采购人确认的一致" in shown
    assert sheet.invoice_number in shown
    assert "尚未付清" in shown


def test_number_and_digest_must_both_fit(bill: Bill) -> None:
    sheet = confirmed(bill)
    for number, digest in ((sheet.number, "0" * 64), (sheet.number + "0", sheet.sm3)):
        shown = public(number, digest)
        assert "没有编号和摘要都一致的" in shown
        assert sheet.invoice_number not in shown
    assert "没有编号和摘要都一致的" not in public("", "")


def test_a_check_tells_how_the_receivable_stands_on_that_day(bill: Bill) -> None:
    sheet = confirmed(bill)
    total = invoice_seen(people.supplier(), *bill).amount
    rows = Invoice.objects.seen_by(SYSTEM).filter(contract_number=bill[0])
    rows.update(paid=total)
    assert "已经付清" in public(sheet.number, sheet.sm3)
    rows.update(paid=0, state="returned")
    assert "应收账款不再成立" in public(sheet.number, sheet.sm3)


def test_the_digests_are_of_what_was_confirmed(bill: Bill) -> None:
    sheet = confirmed(bill)
    row = selectors.confirmation_row(people.buyer(), sheet.number)
    assert sheet.confirmed_at
    told = selectors.told_of(people.buyer(), row, sheet.confirmed_at)
    assert (told["amount"], told["due"]) == (100_000, sheet.due_on.isoformat())
    entry = JournalEntry.objects.seen_by(SYSTEM).get(event="payment.receivableConfirmation.confirm")
    assert (entry.body["sm3"], entry.body["sha256"]) == (sheet.sm3, sheet.sha256)


def test_the_paper_is_signed_by_the_platform_and_names_number_and_digest(bill: Bill) -> None:
    number = receivables.asked(*bill)
    sheet = selectors.confirmation_seen(people.supplier(), number)
    with pytest.raises(NotFound):
        papers.confirmation_pdf(sheet)
    services.confirm(make.buyer(), number=number)
    page = browse(people.supplier()).get(f"{sheet.href}confirmation.pdf")
    assert page.content.startswith(b"%PDF")


def test_asking_and_confirming_on_the_pages(bill: Bill) -> None:
    supplier, buyer = browse(people.supplier()), browse(people.buyer())
    address = f"/contracts/{bill[0]}/invoices/{bill[1]}/receivable/"
    assert address in supplier.get("/receivables/").content.decode()
    assert "尚未支付" in supplier.get(address).content.decode()
    assert supplier.post(address, {"amount": "", "financier": ""}).status_code == 422
    sent = supplier.post(address, {"amount": "1000.00", "financier": receivables.BANK})
    page = sent["Location"]
    assert f"{page}steps/confirm/" in buyer.get(page).content.decode()
    assert buyer.get(f"{page}refusal/").status_code == 200
    assert buyer.get(f"{page}steps/confirm/").status_code == 200
    assert buyer.post(f"{page}steps/confirm/", {"confirmed": "yes"}).status_code == 302
    shown = supplier.get(page).content.decode()
    assert "/verify-receivable/?number=" in shown
    assert page in buyer.get("/receivable-confirmations/?state=confirmed").content.decode()
    assert "核对应收账款确认书" in Client().get("/verify-file/").content.decode()
    assert beijing_day(clock.now()).isoformat()[:4] in page
