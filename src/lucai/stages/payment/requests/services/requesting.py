"""The payment request: made of an invoice, and put before who approves it."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import take_step
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.payment.requests.lifecycle import INVOICE, PAYMENT
from lucai.stages.payment.requests.models import Invoice, PaymentRequest
from lucai.stages.payment.requests.schemas import RequestIn
from lucai.stages.payment.requests.services.approving import levels_now
from lucai.stages.payment.requests.services.common import (
    PARTIES,
    facts_of,
    own_invoice,
    own_request,
)


@command
def request_payment(actor: Actor, *, contract_number: str, number: int, request: RequestIn) -> str:
    """Request the payment of an invoice and put it before the approver; return its number.

    Raises:
        RuleBroken: something the law or the contract asks is not there yet.
    """
    invoice = own_invoice(actor, contract_number, number)
    contract = contract_card(actor.viewer, contract_number)
    take_step(actor, invoice, INVOICE, "grant" if invoice.state == "claimed" else "request")
    row = _request_row(contract, invoice, request)
    begin_numbered(
        actor, row, PAYMENT, prefix=f"ZF{contract.region}{clock.today().year}", field="number",
        label="填写支付申请", body={"amount": row.amount, "contract": contract.number},
    )  # fmt: skip
    _submit(actor, row)
    return row.number


@command
def edit_request(actor: Actor, *, number: str, request: RequestIn) -> None:
    """Correct a request that was sent back."""
    row = own_request(actor, number)
    take_step(
        actor,
        row,
        PAYMENT,
        "edit",
        changes={"purpose": request.purpose, "editor": actor.viewer.person},
    )


@command
def submit(actor: Actor, *, number: str) -> None:
    """Put a corrected request before the approver."""
    _submit(actor, own_request(actor, number))


def _submit(actor: Actor, row: PaymentRequest) -> None:
    take_step(
        actor, row, PAYMENT, "submit", facts=facts_of(actor, row), body={"amount": row.amount},
        changes={
            "submitted_at": clock.now(),
            "requester": actor.viewer.person,
            "requester_name": actor.viewer.name,
            "chain": levels_now(actor, row.buyer_id),
            "round": row.round + 1,
            "passed": 0,
            "approver": None,
            "approver_name": "",
            "returned_reason": "",
            "returned_by": "",
        },
    )  # fmt: skip


def _request_row(contract: ContractCard, invoice: Invoice, request: RequestIn) -> PaymentRequest:
    copied = (
        *PARTIES, "contract_number", "contract_title", "project_number", "treasury_id", "amount",
        "due_on", "due_rule", "due_lines", "payee_name", "payee_bank", "payee_account",
    )  # fmt: skip
    return PaymentRequest(
        **{name: getattr(invoice, name) for name in copied},
        invoice_number=invoice.number,
        plan_number=contract.plan_number,
        lot_number=contract.lot_number,
        purpose=request.purpose,
    )
