"""Suppliers ask for what is owed to them to be confirmed, to borrow against it."""

from __future__ import annotations

from lucai.kernel import money
from lucai.site.demo.plots import Deal, Mishap, Tale
from lucai.site.demo.scenes.beside import falls
from lucai.stages.payment.receivables import services
from lucai.stages.payment.receivables.schemas import AskIn, RefusalIn
from lucai.stages.payment.requests.selectors import invoice_seen

BANK = "示例银行股份有限公司济南分行"
ONE_IN = 6
CONFIRMED, TAKEN_BACK, REFUSED = 0, 2, 3
"""Which of the stories asks, and how it ends."""


def ask(tale: Tale) -> None:
    """Let some suppliers ask; their buyers confirm, or say why not, or the suppliers think again."""
    if tale.goes_wrong(Mishap.INVOICE_RETURNED):
        return
    for deal in tale.deals:
        bill = invoice_seen(deal.supplier.viewer, deal.number, deal.invoice)
        if bill.payee_is_sme and any(
            falls(tale, ONE_IN, on) for on in (CONFIRMED, TAKEN_BACK, REFUSED)
        ):
            _answer(tale, deal, _asked(deal, bill.left))


def _asked(deal: Deal, left: int) -> str:
    form = AskIn.model_validate({"amount": money.plain_yuan(left), "financier": BANK})
    return services.ask(deal.supplier, contract_number=deal.number, place=deal.invoice, form=form)


def _answer(tale: Tale, deal: Deal, number: str) -> None:
    if falls(tale, ONE_IN, CONFIRMED):
        services.confirm(tale.clerk, number=number)
    elif falls(tale, ONE_IN, REFUSED):
        refusal = RefusalIn(reason="合同款项近日即将支付，不再另行确认")
        services.refuse(tale.clerk, number=number, form=refusal)
    else:
        services.withdraw(deal.supplier, number=number)
