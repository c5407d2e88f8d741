"""From the invoice to the treasury's answer: in time, and late."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.adapters.treasury import simulated
from lucai.kernel import clock, money
from lucai.platform.access.selectors import organisation
from lucai.site.demo.people import TWO_LEVELS, Cast
from lucai.site.demo.plots import Deal, Mishap, Tale
from lucai.site.demo.scenes import beside, confirming, lending, stocking
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.contract.contracts.instalments import read_plan
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.contract.financing.selectors import lock_of
from lucai.stages.payment.requests import services as payments
from lucai.stages.payment.requests.rules import ACCEPTANCE, ADVANCE, RETENTION
from lucai.stages.payment.requests.schemas import (
    ChainIn,
    Ground,
    InvoiceIn,
    LevelIn,
    ReasonIn,
    RefusalIn,
    RequestIn,
    VoucherIn,
)
from lucai.stages.payment.requests.selectors import (
    BookedVoucher,
    instruction_of,
    part_seen,
    payment_seen,
    vouchers_on,
)
from lucai.stages.payment.treasury import ports
from lucai.stages.payment.treasury import services as treasury
from lucai.stages.payment.treasury.schemas import SettleIn
from lucai.stages.payment.treasury.selectors import answer_page

LATE_DAYS = 47
KEPT_DAYS = 60
QUIET = 30
"""How many days before a reconciliation another one found no difference."""
PLAN = {"advance_percent": 30, "retention_percent": 5, "retention_days": KEPT_DAYS}
"""How a contract that is paid in parts agrees on it."""


def pay(tale: Tale) -> Scene:
    """Take the invoices of what was accepted and pay them."""
    yield Cue(after(clock.now(), workdays=2), "invoice.hand_in")
    beside.give_bonds_back(tale)
    beside.report_fault(tale)
    stocking.stock(tale)
    for deal in tale.deals:
        deal.invoice = payments.hand_in_invoice(
            deal.supplier,
            contract_number=deal.number,
            acceptance_number=deal.acceptance,
            invoice=_account(deal),
            file=_einvoice(tale, deal, ACCEPTANCE, deal.acceptance),
        )
    confirming.ask(tale)
    if tale.goes_wrong(Mishap.INVOICE_RETURNED):
        yield from _replace_invoice(tale)
    if tale.goes_wrong(Mishap.PAYMENT_CLAIMED, Mishap.LATE_PAYMENT):
        yield from _claim(tale)
    late = tale.goes_wrong(Mishap.LATE_PAYMENT)
    waits = after(clock.now(), days=LATE_DAYS) if late else after(clock.now(), workdays=2)
    yield Cue(waits, "payment.request")
    for deal in tale.deals:
        deal.payment = payments.request_payment(
            tale.clerk,
            contract_number=deal.number,
            number=deal.invoice,
            request=RequestIn(purpose=f"{tale.story.ware.subject}合同款"),
        )
    if tale.goes_wrong(Mishap.PAYMENT_SENT_BACK):
        yield from _send_back(tale)
    yield from _approve(tale)
    if tale.goes_wrong(Mishap.PAYMENT_RETURNED):
        yield from _return(tale)
    yield from _settle(tale)
    if tale.goes_wrong(Mishap.PAYMENT_BOUNCED):
        yield from _bounce(tale)
    return True


def _claim(tale: Tale) -> Scene:
    """Let the supplier ask for its money; where it comes late, the buyer has said why not."""
    yield Cue(after(clock.now(), workdays=3), "invoice.claim")
    for deal in tale.deals:
        payments.claim(deal.supplier, contract_number=deal.number, number=deal.invoice)
    if tale.goes_wrong(Mishap.LATE_PAYMENT):
        yield Cue(after(clock.now(), workdays=2), "invoice.refuse_claim")
        refusal = RefusalIn(ground=Ground.DISPUTE, reason="操作培训还没有完成，完成后即申请支付")
        for deal in tale.deals:
            payments.refuse_claim(
                tale.clerk, contract_number=deal.number, number=deal.invoice, refusal=refusal
            )
    return True


def pay_ahead(tale: Tale) -> Scene:
    """Pay what the contract agrees on before anything is delivered."""
    return (yield from _pay_part(tale, ADVANCE, after(clock.now(), workdays=3)))


def pay_kept(tale: Tale) -> Scene:
    """Pay what was kept back, once its day has come."""
    return (yield from _pay_part(tale, RETENTION, after(clock.now(), days=KEPT_DAYS + 1)))


def _pay_part(tale: Tale, kind: str, at: datetime) -> Scene:
    agreed = [deal for deal in tale.deals if read_plan(_card(deal).payment_plan)]
    if not agreed:
        return True
    yield Cue(at, f"invoice.{kind}")
    for deal in agreed:
        place = deal.acceptance if kind == RETENTION else 0
        number = payments.hand_in_part(
            deal.supplier, contract_number=deal.number, kind=kind, acceptance_number=place,
            invoice=_account(deal), file=_einvoice(tale, deal, kind, place),
        )  # fmt: skip
        purpose = RequestIn(purpose=f"{tale.story.ware.subject}合同款")
        deal.payment = payments.request_payment(
            tale.clerk, contract_number=deal.number, number=number, request=purpose
        )
    yield from _approve(tale)
    yield Cue(after(clock.now(), workdays=1), f"payment.{kind}")
    for deal in agreed:
        _pay(tale, deal)
    return True


def _card(deal: Deal) -> ContractCard:
    return contract_card(deal.supplier.viewer, deal.number)


def _settle(tale: Tale, again: str = "") -> Scene:
    """Let the treasury pay, at once or in two parts."""
    if tale.goes_wrong(Mishap.PAYMENT_IN_PARTS):
        yield Cue(after(clock.now(), workdays=1), "payment.pay_part")
        for deal in tale.deals:
            _pay(tale, deal, "A", payment_seen(tale.clerk.viewer, deal.payment).left // 2)
    yield Cue(after(clock.now(), workdays=1), "payment.pay")
    for deal in tale.deals:
        if tale.goes_wrong(Mishap.PAYMENT_BOUNCED):
            _pay_by_file(tale, deal, again)
        else:
            _pay(tale, deal, again)
    lending.tell_bank(tale)
    return True


def _pay_by_file(tale: Tale, deal: Deal, suffix: str) -> None:
    """Let the treasury's own system answer, and send its file twice as such systems do."""
    instruction = instruction_of(tale.treasury.viewer, deal.payment)
    number = deal.payment.replace("ZF", "PZ", 1) + suffix
    paper = simulated.paid(instruction, number, clock.today())
    _take_in(tale, paper, paper)


def _take_in(tale: Tale, *papers: simulated.Paper) -> None:
    answers = ports.dialect().read_answers(simulated.receipts(papers))
    treasury.take_answers(tale.treasury, answers=answers)


def reconcile(tale: Tale) -> Scene:
    """Compare a day with the treasury's statement, which knows of one voucher more."""
    if not tale.goes_wrong(Mishap.PAYMENT_BOUNCED):
        return True
    day, viewer = clock.today(), tale.treasury.viewer
    yield Cue(after(clock.now(), workdays=1), "treasury.reconcile")
    theirs = BookedVoucher(f"PZ-{day:%Y%m%d}-9", "", "", 128_000_00, day, "")
    listed = [*vouchers_on(viewer, day, viewer.organisation or 0), theirs]
    statement = ports.dialect().read_statement(simulated.statement(day, listed))
    treasury.compare_day(tale.treasury, statement=statement)
    quiet = day - timedelta(days=QUIET)
    same = simulated.statement(quiet, vouchers_on(viewer, quiet, viewer.organisation or 0))
    treasury.compare_day(tale.treasury, statement=ports.dialect().read_statement(same))
    _take_in(tale, _unknown(theirs, "1"), _unknown(theirs, "2"))
    settled = SettleIn(resolution="与代理银行核实，属其他单位的支付，已退回更正")
    earlier = answer_page(viewer, state="doubtful").items[-1]
    treasury.settle(tale.treasury, pk=earlier.pk, settled=settled)
    return True


def _pay(tale: Tale, deal: Deal, suffix: str = "", amount: int | None = None) -> None:
    number = deal.payment.replace("ZF", "PZ", 1) + suffix
    voucher = VoucherIn(number=number, paid_on=clock.today(), amount=amount)
    payments.pay(tale.treasury, number=deal.payment, voucher=voucher)


def _unknown(voucher: BookedVoucher, place: str) -> simulated.Paper:
    """Return an answer to a request that nobody made."""
    return simulated.Paper(
        f"{voucher.number}{place}", "ZF-000000", f"LS{voucher.number}{place}", "6200 0000",
        voucher.amount, voucher.amount, voucher.paid_on,
    )  # fmt: skip


def _bounce(tale: Tale) -> Scene:
    """Let the bank send the money back, and pay it anew to the account put right."""
    yield Cue(after(clock.now(), workdays=1), "payment.bounce")
    for deal in tale.deals:
        instruction = instruction_of(tale.treasury.viewer, deal.payment)
        number = deal.payment.replace("ZF", "PZ", 1)
        paper = simulated.paid(instruction, number, clock.today(), part=instruction.amount)
        back = number.replace("PZ", "TP", 1)
        _take_in(tale, simulated.refunded(paper, back, clock.today(), "收款账户已销户，款项退回"))
    yield from _correct(tale)
    yield from _approve(tale)
    yield from _settle(tale, "B")
    return True


def set_chains(cast: Cast) -> None:
    """Let the buyers that want two levels of approval say so."""
    for buyer in sorted(TWO_LEVELS):
        head = cast.actor(f"buyer{buyer}.head")
        last = LevelIn(title="单位负责人审批", person=head.viewer.person)
        payments.set_chain(head, chain=ChainIn(levels=[LevelIn(title="财务审核"), last]))


def _approve(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "payment.approve")
    for deal in tale.deals:
        if tale.accountant:
            with clock.at(clock.now() - timedelta(hours=1)):
                payments.approve(tale.accountant, number=deal.payment)
        payments.approve(tale.head, number=deal.payment)
    return True


def _replace_invoice(tale: Tale) -> Scene:
    reason = ReasonIn(reason="购买方名称有误，请重开")
    yield Cue(after(clock.now(), workdays=1), "invoice.send_back")
    for deal in tale.deals:
        payments.send_back_invoice(
            tale.clerk, contract_number=deal.number, number=deal.invoice, reason=reason
        )
    yield Cue(after(clock.now(), workdays=1), "invoice.replace")
    for deal in tale.deals:
        payments.replace_invoice(
            deal.supplier,
            contract_number=deal.number,
            number=deal.invoice,
            invoice=_account(deal),
            file=_einvoice(tale, deal, ACCEPTANCE, deal.acceptance),
        )
    return True


def _send_back(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "payment.send_back")
    reason = ReasonIn(reason="资金用途填写不完整")
    for deal in tale.deals:
        payments.send_back(tale.head, number=deal.payment, reason=reason)
    yield from _correct(tale)
    return True


def _return(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "payment.return")
    reason = ReasonIn(reason="收款账户户名与开户行不一致，请核对")
    for deal in tale.deals:
        payments.return_request(tale.treasury, number=deal.payment, reason=reason)
    yield from _correct(tale)
    yield from _approve(tale)
    return True


def _correct(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "payment.correct")
    purpose = RequestIn(purpose=f"{tale.story.title}合同款，账户已核对")
    for deal in tale.deals:
        payments.edit_request(tale.clerk, number=deal.payment, request=purpose)
        payments.submit(tale.clerk, number=deal.payment)
    return True


def _account(deal: Deal) -> InvoiceIn:
    """Say where to pay; everything else the electronic invoice says itself."""
    viewer = deal.supplier.viewer
    if lock := lock_of(viewer, deal.number):
        return InvoiceIn(payee_name=lock.name, payee_bank=lock.bank, payee_account=lock.account)
    return InvoiceIn(
        payee_name=viewer.organisation_name,
        payee_bank="示例银行济南分行",
        payee_account=f"62000000{viewer.organisation:010d}",
    )


def _einvoice(tale: Tale, deal: Deal, kind: str, place: int) -> SimpleUploadedFile:
    """Return the electronic invoice for a part of the contract, as XML."""
    viewer = deal.supplier.viewer
    amount = part_seen(viewer, _card(deal), kind, place).amount
    tax = round(amount * TAX / (1 + TAX))
    parts = {
        "number": f"{clock.today():%y}37{tale.chance.randrange(10**16):016d}",
        "day": clock.today().isoformat(),
        "amount": money.plain_yuan(amount),
        "net": money.plain_yuan(amount - tax),
        "tax": money.plain_yuan(tax),
        "buyer": organisation(viewer, tale.clerk.viewer.organisation or 0),
        "seller": organisation(viewer, viewer.organisation or 0),
    }
    return SimpleUploadedFile("数电发票.xml", EINVOICE.format(**parts).encode())


TAX = Fraction(13, 100)
EINVOICE = (
    "<?xml version='1.0' encoding='UTF-8'?><EInvoice><EInvoiceData><SellerInformation>"
    "<SellerIdNum>{seller.uscc}</SellerIdNum><SellerName>{seller.name}</SellerName>"
    "</SellerInformation><BuyerInformation><BuyerIdNum>{buyer.uscc}</BuyerIdNum>"
    "<BuyerName>{buyer.name}</BuyerName></BuyerInformation><BasicInformation>"
    "<TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>"
    "<TotalTax-includedAmount>{amount}</TotalTax-includedAmount></BasicInformation>"
    "</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber>"
    "<IssueTime>{day}</IssueTime></TaxSupervisionInfo></EInvoice>"
)
