"""Asking for a receivable to be confirmed, and answering (GP-PAY-05)."""

from __future__ import annotations

import hashlib

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.receivables.lifecycle import ASK, CONFIRMATION
from lucai.stages.payment.receivables.models import ReceivableConfirmation
from lucai.stages.payment.receivables.schemas import AskIn, RefusalIn
from lucai.stages.payment.receivables.selectors import (
    confirmation_row,
    receivable_facts,
    told_of,
)
from lucai.stages.payment.requests.selectors import invoice_seen
from lucai_trust.encoding import canonical


@command
def ask(actor: Actor, *, contract_number: str, place: int, form: AskIn) -> str:
    """Ask the buyer to confirm what it owes on an invoice; return the request's number.

    Raises:
        NotAllowed: the role does not grant it, or the contract is somebody else's.
        InvalidInput: more than is left to pay, or not a small or medium firm's invoice.
        Conflict: it is asked for already, or was confirmed.
    """
    demand(actor, ASK.permission)
    card = contract_card(actor.viewer, contract_number)
    bill = invoice_seen(actor.viewer, contract_number, place)
    if card.supplier_id != actor.viewer.organisation:
        raise NotAllowed("只有合同的供应商可以请求确认应收账款。")
    if not bill.payee_is_sme:
        raise InvalidInput({"amount": "只有中小企业的应收账款可以请求采购人在三十日内确认"})
    if bill.state == "returned" or form.amount > bill.left:
        raise InvalidInput({"amount": "发票已经退回，或者金额超过发票尚未支付的金额"})
    row = ReceivableConfirmation(
        contract_number=card.number, contract_title=card.title, about_project=card.project_number,
        place=place, invoice_number=bill.invoice_number, buyer_id=card.buyer_id,
        buyer_path=card.buyer_path, buyer_name=card.buyer_name, supplier_id=card.supplier_id,
        supplier_name=card.supplier_name, region=card.region, amount=form.amount,
        due_on=bill.due_on, financier=form.financier, purpose=form.purpose, asked_at=clock.now(),
    )  # fmt: skip
    _begin(actor, row)
    note(
        actor, row, CONFIRMATION, "ask", label="请求确认应收账款", audience=(row.buyer_id,),
        body={"amount": row.amount, "invoice": row.invoice_number},
    )  # fmt: skip
    return row.number


@command
def confirm(actor: Actor, *, number: str) -> None:
    """Confirm a receivable: from now on a bank can check it by number and digest.

    Raises:
        NotAllowed: another unit owes it.
        RuleBroken: less is left to pay by now, or the invoice was sent back.
    """
    row = _owed(actor, number)
    at = clock.now().replace(microsecond=0)
    content = canonical(told_of(actor.viewer, row, at))
    digests = {
        "sha256": hashlib.sha256(content).hexdigest(), "sm3": hashlib.new("sm3", content).hexdigest(),
    }  # fmt: skip
    take_step(
        actor, row, CONFIRMATION, "confirm", facts=receivable_facts(actor.viewer, row),
        changes={"confirmed_at": at, "signer": actor.viewer.name, **digests}, body=digests,
    )  # fmt: skip


@command
def refuse(actor: Actor, *, number: str, form: RefusalIn) -> None:
    """Refuse to confirm a receivable, with the reason."""
    row = _owed(actor, number)
    take_step(
        actor, row, CONFIRMATION, "refuse", facts=receivable_facts(actor.viewer, row),
        changes={"reason": form.reason}, body={"reason": form.reason},
    )  # fmt: skip


@command
def withdraw(actor: Actor, *, number: str) -> None:
    """Take a request back before it is answered."""
    row = confirmation_row(actor.viewer, number)
    if row.supplier_id != actor.viewer.organisation:
        raise NotAllowed("只有请求的供应商可以撤回。")
    take_step(actor, row, CONFIRMATION, "withdraw")


def _begin(actor: Actor, row: ReceivableConfirmation) -> None:
    prefix, label = f"YS{row.region}{clock.today().year}", "登记应收账款确认请求"
    rows = ReceivableConfirmation.objects.seen_by(actor.viewer)
    same = rows.filter(contract_number=row.contract_number, place=row.place)
    if same.filter(state__in=("asked", "confirmed")).exists():
        raise Conflict("这张发票的应收账款已经请求确认或者已经确认。")
    begin_numbered(actor, row, CONFIRMATION, prefix=prefix, field="number", label=label)


def _owed(actor: Actor, number: str) -> ReceivableConfirmation:
    row = confirmation_row(actor.viewer, number)
    if row.buyer_id != actor.viewer.organisation:
        raise NotAllowed("这笔款项由其他采购单位支付，您只能查看。")
    return row
