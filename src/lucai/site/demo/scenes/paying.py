"""From the invoice to the treasury's answer: in time, and late."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.site.demo.papers import paper
from lucai.site.demo.plots import Deal, Mishap, Tale
from lucai.site.demo.scenes import beside
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.acceptance.acceptances.selectors import acceptance_seen
from lucai.stages.payment.requests import services as payments
from lucai.stages.payment.requests.schemas import InvoiceIn, ReasonIn, RequestIn, VoucherIn

LATE_DAYS = 47


def pay(tale: Tale) -> Scene:
    """Take the invoices of what was accepted and pay them."""
    yield Cue(after(clock.now(), workdays=2), "invoice.hand_in")
    beside.give_bonds_back(tale)
    beside.report_fault(tale)
    for deal in tale.deals:
        deal.invoice = payments.hand_in_invoice(
            deal.supplier,
            contract_number=deal.number,
            acceptance_number=deal.acceptance,
            invoice=_invoice(tale, deal),
            file=_paper(deal),
        )
    if tale.goes_wrong(Mishap.INVOICE_RETURNED):
        yield from _replace_invoice(tale)
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
    yield Cue(after(clock.now(), workdays=1), "payment.pay")
    for deal in tale.deals:
        number = deal.payment.replace("ZF", "PZ", 1)
        voucher = VoucherIn(number=number, paid_on=clock.today())
        payments.pay(tale.treasury, number=deal.payment, voucher=voucher)
    return True


def _approve(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "payment.approve")
    for deal in tale.deals:
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
            invoice=_invoice(tale, deal),
            file=_paper(deal),
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


def _invoice(tale: Tale, deal: Deal) -> InvoiceIn:
    accepted = acceptance_seen(deal.supplier.viewer, deal.number, deal.acceptance)
    name = deal.supplier.viewer.organisation_name
    return InvoiceIn(
        invoice_number=f"{clock.today():%y}37{tale.chance.randrange(10**16):016d}",
        issued_on=clock.today(),
        amount=accepted.amount,
        payee_name=name,
        payee_bank="示例银行济南分行",
        payee_account=f"62000000{deal.supplier.viewer.organisation:010d}",
    )


def _paper(deal: Deal) -> object:
    name = deal.supplier.viewer.organisation_name
    return paper("电子发票", ("电子发票（示例）", name, f"合同 {deal.number} 第 {deal.acceptance} 次"))
