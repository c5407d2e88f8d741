"""The invoice: handed in, sent back, replaced; and the supplier's claim to be paid."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotAllowed, WrongState
from lucai.law.calendar import beijing_day
from lucai.law.payments import due_date
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import treasury_of
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances import services as acceptances
from lucai.stages.acceptance.acceptances.selectors import accepted_named
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.payment.requests.lifecycle import HAND_IN, INVOICE
from lucai.stages.payment.requests.models import Invoice
from lucai.stages.payment.requests.rules import ACCEPTANCE, SILENCE, RefusalFacts
from lucai.stages.payment.requests.schemas import InvoiceIn, ReasonIn, RefusalIn
from lucai.stages.payment.requests.selectors import Part, part_seen, terms_of
from lucai.stages.payment.requests.services.common import PARTIES, own_invoice
from lucai.stages.payment.requests.services.intake import Expected, taken_in
from lucai.stages.performance.deliveries import services as deliveries


@command
def hand_in_invoice(
    actor: Actor, *, contract_number: str, acceptance_number: int, invoice: InvoiceIn, file: object
) -> int:
    """Hand in the invoice for an accepted part; the clock of the payment starts.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the acceptance is not public yet, or invoiced already.
        InvalidInput: an amount other than accepted, a number used before, a file that is none.
    """
    number = _hand_in(actor, contract_number, ACCEPTANCE, acceptance_number, invoice, file)
    acceptances.mark_invoiced(actor, contract_number=contract_number, number=acceptance_number)
    return number


@command
def hand_in_part(
    actor: Actor, *, contract_number: str, kind: str, acceptance_number: int, invoice: InvoiceIn,
    file: object,
) -> int:  # fmt: skip
    """Hand in the invoice for an advance payment, or for what was kept back of an acceptance.

    Raises:
        NotFound: the contract agrees on no such part.
        WrongState: it is not open yet, or invoiced already.
        InvalidInput: as for every invoice.
    """
    number = _hand_in(actor, contract_number, kind, acceptance_number, invoice, file)
    if kind == SILENCE:
        deliveries.mark_invoiced(actor, contract_number=contract_number, number=acceptance_number)
    return number


def _hand_in(
    actor: Actor, contract_number: str, kind: str, acceptance: int, invoice: InvoiceIn, file: object
) -> int:
    demand(actor, HAND_IN.permission)
    contract = contract_card(actor.viewer, contract_number)
    _demand_supplier(actor, contract)
    amount = _open_part(actor, contract, kind, acceptance).amount
    content = taken_in(actor, invoice, file, Expected(contract, amount))
    row = Invoice(
        number=_next_number(contract_number),
        contract_number=contract.number,
        contract_title=contract.title,
        project_number=contract.project_number,
        kind=kind,
        acceptance_number=acceptance,
        treasury_id=treasury_of(actor.viewer, contract.region).pk,
        **{name: getattr(contract, name) for name in PARTIES},
        **content,
        **_received(actor, contract, kind, acceptance),
    )
    begin(actor, row, INVOICE, label="提交发票", body=_invoice_body(row))
    return row.number


def _open_part(actor: Actor, contract: ContractCard, kind: str, acceptance: int) -> Part:
    part = part_seen(actor.viewer, contract, kind, acceptance)
    if part.invoiced:
        raise WrongState(f"{part.label}的发票已经提交过。")
    if not part.open:
        when = part.opens_on.isoformat() if part.opens_on else ""
        raise WrongState(f"{part.label}自 {when} 起可以开票。")
    return part


@command
def replace_invoice(
    actor: Actor, *, contract_number: str, number: int, invoice: InvoiceIn, file: object
) -> None:
    """Hand in another invoice for one that was sent back; the clock starts anew."""
    row = own_invoice(actor, contract_number, number)
    contract = contract_card(actor.viewer, contract_number)
    _demand_supplier(actor, contract)
    changes = {
        **taken_in(actor, invoice, file, Expected(contract, _amount_of(actor, row), row.pk)),
        **_received(actor, contract, row.kind, row.acceptance_number),
        "returned_reason": "",
        "reminded_at": None,
        "alerted_at": None,
    }
    take_step(actor, row, INVOICE, "replace", changes=changes, body={"sm3": changes["sm3"]})


@command
def send_back_invoice(actor: Actor, *, contract_number: str, number: int, reason: ReasonIn) -> None:
    """Send an invoice back to the supplier, with the reason."""
    row = own_invoice(actor, contract_number, number)
    take_step(
        actor, row, INVOICE, "send_back", body={"reason": reason.reason},
        changes={"returned_reason": reason.reason},
    )  # fmt: skip


@command
def claim(actor: Actor, *, contract_number: str, number: int) -> None:
    """Ask the buyer to pay an invoice: it applies for the payment or says why not (供应商).

    Raises:
        WrongState: a claim waits for its answer already, or the payment is applied for.
    """
    row = own_invoice(actor, contract_number, number)
    take_step(
        actor, row, INVOICE, "claim", body={"amount": row.amount, "due": row.due_on.isoformat()},
        changes={"claimed_at": clock.now(), "refused_ground": "", "refused_reason": ""},
    )  # fmt: skip


@command
def withdraw_claim(actor: Actor, *, contract_number: str, number: int) -> None:
    """Take a claim back before it is answered (供应商)."""
    row = own_invoice(actor, contract_number, number)
    take_step(actor, row, INVOICE, "withdraw_claim", changes={"claimed_at": None})


@command
def refuse_claim(actor: Actor, *, contract_number: str, number: int, refusal: RefusalIn) -> None:
    """Answer a claim with the reason why it is not paid yet (采购人); the due day stays.

    Raises:
        RuleBroken: the ground is one the law forbids (GP-PAY-04).
    """
    row = own_invoice(actor, contract_number, number)
    take_step(
        actor, row, INVOICE, "refuse_claim", facts=RefusalFacts(refusal.ground),
        body={"ground": refusal.ground, "reason": refusal.reason},
        changes={
            "refused_ground": refusal.ground,
            "refused_reason": refusal.reason,
            "refused_at": clock.now(),
        },
    )  # fmt: skip


@command
def match_acceptance(actor: Actor, *, contract_number: str, number: int) -> None:
    """Note that what was accepted late had been invoiced on silence: it is not invoiced again."""
    acceptances.mark_invoiced(actor, contract_number=contract_number, number=number)


def match_late_acceptance(actor: Actor, *, contract_number: str, number: int) -> bool:
    """Settle a published acceptance whose delivery was invoiced on silence; twice is once."""
    lines = accepted_named(actor.viewer, [contract_number]).get(contract_number, ())
    line = next((one for one in lines if one.number == number), None)
    if line is None or line.state != "published":
        return False
    with system_access("invoices of a contract"):
        known = Invoice.objects.filter(
            contract_number=contract_number, kind=SILENCE, acceptance_number=line.delivery_number
        ).exists()
    if known:
        match_acceptance(actor, contract_number=contract_number, number=number)
    return known


def _amount_of(actor: Actor, row: Invoice) -> int:
    """Return what a replacement must come to: by the acceptance, once there is one."""
    if row.kind != SILENCE:
        return int(row.amount)
    contract = contract_card(actor.viewer, row.contract_number)
    return part_seen(actor.viewer, contract, row.kind, row.acceptance_number).amount


def _next_number(contract_number: str) -> int:
    with system_access("numbering"):
        return Invoice.objects.filter(contract_number=contract_number).count() + 1


def _demand_supplier(actor: Actor, contract: ContractCard) -> None:
    if contract.supplier_id != actor.viewer.organisation:
        raise NotAllowed("发票由合同的供应商提交。")


def _received(actor: Actor, contract: ContractCard, kind: str, acceptance: int) -> dict[str, Any]:
    """Return the moment of receipt and the day money is due by it (GP-PAY-08)."""
    now = clock.now()
    due = due_date(terms_of(actor.viewer, contract, kind, acceptance, beijing_day(now)))
    assert due is not None, "an invoice was received"
    return {
        "received_at": now,
        "due_on": due.date,
        "due_rule": due.rule,
        "due_lines": list(due.calculation),
    }


def _invoice_body(row: Invoice) -> dict[str, Any]:
    return {
        "amount": row.amount,
        "invoice": row.invoice_number,
        "readAs": row.read_as,
        "sm3": row.sm3,
        "due": row.due_on.isoformat(),
    }
