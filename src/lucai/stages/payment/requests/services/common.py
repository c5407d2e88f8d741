"""What the services of payment share: rows of one's own, and facts."""

from __future__ import annotations

from lucai.kernel.actors import Actor
from lucai.platform.lives.services import take_step
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.requests.lifecycle import PAYMENT
from lucai.stages.payment.requests.models import Invoice, PaymentRequest
from lucai.stages.payment.requests.rules import RequestFacts
from lucai.stages.payment.requests.schemas import ReasonIn
from lucai.stages.payment.requests.selectors import invoice_row, payment_row, request_facts

PARTIES = (
    "buyer_id", "buyer_path", "buyer_name", "supplier_id", "supplier_name", "agency_id",
    "finance_id", "region", "payee_is_sme",
)  # fmt: skip


def own_request(actor: Actor, number: str) -> PaymentRequest:
    """Return a request that the actor's organisation is a party of."""
    row = payment_row(actor.viewer, number)
    demand_party(actor, row)
    return row


def own_invoice(actor: Actor, contract_number: str, number: int) -> Invoice:
    """Return an invoice that the actor's organisation is a party of."""
    row = invoice_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row


def facts_of(actor: Actor, row: PaymentRequest, amount: int | None = None) -> RequestFacts:
    """Return a request as rules read it; ``amount`` in 分 where only a part is paid."""
    contract = contract_card(actor.viewer, row.contract_number)
    return request_facts(actor.viewer, row, contract, amount)


def give_back(actor: Actor, number: str, step: str, reason: ReasonIn) -> None:
    """Send a request back or return it, with the reason."""
    row = own_request(actor, number)
    take_step(
        actor, row, PAYMENT, step, facts=facts_of(actor, row), body={"reason": reason.reason},
        changes={"returned_reason": reason.reason, "returned_by": actor.viewer.organisation_name[:20]},
    )  # fmt: skip
