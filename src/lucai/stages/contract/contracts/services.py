"""Changing contracts: drafted, proposed, signed, published, filed, performed, paid."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import clauses
from lucai.stages.contract.contracts.awarded import Awarded, awarded
from lucai.stages.contract.contracts.blanks import contract_blank
from lucai.stages.contract.contracts.lifecycle import (
    ACKNOWLEDGE,
    CONTRACT,
    DRAFT,
    SIGNATURES,
    SIGNED,
)
from lucai.stages.contract.contracts.models import Contract, ContractItem
from lucai.stages.contract.contracts.notices import publication_body
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.schemas import ContractIn, ContractItemIn, ReasonIn
from lucai.stages.contract.contracts.selectors import (
    contract_card,
    contract_row,
    facts_of,
    terms_of,
)
from lucai.stages.plan.plans import services as plans
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.bids import services as bonds
from lucai.stages.trade.projects import services as projects

OWN_CLAUSES = ("quality", "acceptance_plan", "breach", "other")
SIMPLE_STEPS = frozenset({"file"})
UNSIGNED = {
    "signed_by_buyer_at": None,
    "buyer_signer": None,
    "buyer_signer_name": "",
    "signed_by_supplier_at": None,
    "supplier_signer": None,
    "supplier_signer_name": "",
}


@command
def draft_contract(actor: Actor, *, project_number: str, lot_number: int) -> str:
    """Draft the contract on an awarded lot from tender and bid; return its number.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the viewer sees no such award.
        InvalidInput: the award is not announced, or the lot has a contract already.
    """
    demand(actor, DRAFT.permission)
    source = awarded(actor.viewer, project_number, lot_number)
    if source.project.buyer_id != actor.viewer.organisation:
        raise NotAllowed("合同由本项目的采购人起草。")
    number = _number(project_number, lot_number)
    row = begin(
        actor, _drafted(number, source), CONTRACT, label="起草采购合同",
        body={"lot": lot_number, "amount": source.amount},
    )  # fmt: skip
    for item in source.items:
        ContractItem(contract=row, **asdict(item)).save(force_insert=True)
    awards.mark_contracted(actor, project_number=project_number, lot_number=lot_number)
    projects.advance(actor, number=project_number, step="contract")
    return number


@command
def edit_contract(actor: Actor, *, number: str, contract: ContractIn) -> None:
    """Write the terms of a draft; price, quantities and parties stay as awarded.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the text lies with both sides already.
    """
    demand(actor, DRAFT.permission)
    row = _own(actor, number)
    if row.state != "draft":
        raise WrongState(f"合同{CONTRACT.states[row.state]}，需要修改请先退回。")
    own = {name: getattr(contract, name) for name in OWN_CLAUSES}
    row.change(
        title=contract.title,
        delivery_place=contract.delivery_place,
        acceptance_days=contract.acceptance_days,
        payment_days=contract.payment_days,
        performance_security=contract.performance_security or 0,
        content={**row.content, "clauses": own},
    )
    _describe_items(row, contract.items)
    note(actor, row, CONTRACT, "edit", label="修改合同草稿")


@command
def propose(actor: Actor, *, number: str) -> None:
    """Put the text before both sides; from here on it is fixed by its digests."""
    row = _own(actor, number)
    terms = terms_of(actor.viewer, row)
    digests = clauses.digests(terms)
    row.change(sha256="", sm3="")
    changes = {
        **UNSIGNED,
        "sha256": digests.sha256,
        "sm3": digests.sm3,
        "proposed_at": clock.now(),
        "sent_back_reason": "",
    }
    take_step(
        actor, row, CONTRACT, "propose", facts=facts_of(actor.viewer, row), changes=changes,
        body={"sha256": digests.sha256, "sm3": digests.sm3, "amount": row.amount},
    )  # fmt: skip


@command
def send_back(actor: Actor, *, number: str, reason: ReasonIn) -> None:
    """Take the text back into draft, with what has to change; signatures given are void."""
    row = _own(actor, number)
    take_step(
        actor, row, CONTRACT, "send_back", facts=facts_of(actor.viewer, row),
        body={"reason": reason.reason, "sm3": row.sm3},
        changes={**UNSIGNED, "sent_back_reason": reason.reason},
    )  # fmt: skip


@command
def sign(actor: Actor, *, number: str, sm3: str) -> None:
    """Sign for the actor's side what was shown with this digest; the second side concludes.

    With the second signature the budget money is committed and the lot is contracted.

    Raises:
        NotAllowed: another side, or no right to sign.
        WrongState: there is nothing to sign for this side.
        InvalidInput: another text was shown (message at ``sm3``).
        RuleBroken: the law closes it, or the text was altered.
    """
    row = _own(actor, number)
    step = _signature(actor, row)
    if sm3 != row.sm3:
        raise InvalidInput({"sm3": "页面显示的文本不是现在待签的文本，请重新查看后签订。"})
    body = {"sha256": row.sha256, "sm3": row.sm3, "party": str(actor.viewer.side)}
    decision = take_step(
        actor, row, CONTRACT, step, facts=facts_of(actor.viewer, row), body=body,
        changes=_signed(actor, row),
    )  # fmt: skip
    if decision.target == "signed":
        _conclude(row)


@command
def publish(actor: Actor, *, number: str) -> None:
    """Announce the contract: 合同公告, with the text less what is secret.

    Raises:
        InvalidInput: the notice lacks something.
    """
    row = _own(actor, number)
    take_step(
        actor, row, CONTRACT, "publish", facts=facts_of(actor.viewer, row),
        body=_publication(actor, row),
        changes={"published_at": clock.now()},
    )  # fmt: skip


@command
def take(actor: Actor, *, number: str, step: str) -> None:
    """Take a step that needs nothing typed: filing.

    Raises:
        WrongState: the step is taken elsewhere.
    """
    if step not in SIMPLE_STEPS:
        raise WrongState("这一步请在对应的页面办理。")
    row = _own(actor, number)
    take_step(
        actor, row, CONTRACT, step, facts=facts_of(actor.viewer, row),
        body={"sha256": row.sha256, "sm3": row.sm3}, changes={"filed_at": clock.now()},
    )  # fmt: skip
    _follow_deliveries(actor, row)


@command
def rescind(actor: Actor, *, number: str, reason: str) -> None:
    """Undo a contract before its performance, as a decision on a complaint orders.

    Raises:
        WrongState: it is being performed already; then only damages are left.
    """
    row = _locked(number)
    signed = row.state in SIGNED
    take_step(actor, row, CONTRACT, "rescind", body={"reason": reason}, follows=True)
    if signed:
        plans.uncommit_lot(
            actor, number=row.plan_number, lot_number=row.lot_number, reference=row.number
        )
        projects.mark_lot(
            actor, number=row.project_number, lot_number=row.lot_number, state="awarded"
        )


@command
def acknowledge_filing(actor: Actor, *, number: str) -> None:
    """Give the receipt for a filed contract (财政).

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: it is not filed, or has its receipt.
    """
    demand(actor, ACKNOWLEDGE.permission)
    row = _own(actor, number)
    if not row.filed_at or row.acknowledged_at:
        raise WrongState("合同还没有报送备案，或者已经出具回执。")
    row.change(acknowledged_at=clock.now())
    note(
        actor, row, CONTRACT, "acknowledge", label="出具备案回执", body={"sm3": row.sm3},
        audience=(row.buyer_id,),
    )  # fmt: skip


def note_delivery(actor: Actor, *, number: str, rest: bool) -> None:
    """Note that the supplier has announced a delivery, as its consequence.

    ``rest`` says whether something is left to deliver. The contract moves on once it is filed;
    the signed contract binds before that.
    """
    row = _locked(number)
    row.change(performing_since=row.performing_since or clock.now(), delivery_owed=rest)
    _follow_deliveries(actor, row)


def owe_delivery(actor: Actor, *, number: str) -> None:
    """Note that something has to be delivered anew: rejected, or turned down by acceptance."""
    row = _locked(number)
    row.change(delivery_owed=True)
    _follow_deliveries(actor, row)


@command
def book_payment(actor: Actor, *, number: str, amount: int, reference: str) -> None:
    """Book a payment the treasury made; a contract paid in full is completed."""
    row = _locked(number)
    row.change(paid=row.paid + amount)
    note(
        actor, row, CONTRACT, "book_payment", label="登记合同付款",
        body={"amount": amount, "paid": row.paid, "reference": reference},
    )  # fmt: skip
    if row.paid == row.amount:
        _complete(actor, row)


def _own(actor: Actor, number: str) -> Contract:
    row = contract_row(actor.viewer, number)
    demand_party(actor, row)
    return row


def _publication(actor: Actor, row: Contract) -> dict[str, Any]:
    card = contract_card(actor.viewer, row.number)
    terms = terms_of(actor.viewer, row)
    return publication_body(actor.viewer, card, terms, row.method, row.sme_reserved)


def _number(project_number: str, lot_number: int) -> str:
    """Return the lot's contract number; a rescinded one before it makes it count on."""
    with system_access("uniqueness"):
        rows = Contract.objects.filter(project_number=project_number, lot_number=lot_number)
        states = list(rows.values_list("state", flat=True))
    if any(state != "rescinded" for state in states):
        raise InvalidInput({"lot": "这一包的合同已经起草。"})
    number = f"{project_number}-{lot_number:02d}"
    return f"{number}-{len(states) + 1}" if states else number


def _drafted(number: str, source: Awarded) -> Contract:
    project, lot = source.project, source.lot
    blank = contract_blank(project.object_kind)
    return Contract(
        number=number,
        project_number=project.number,
        project_title=project.title,
        lot_number=lot.number,
        lot_name=lot.name,
        plan_number=project.plan_number,
        object_kind=project.object_kind,
        method=project.method,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        buyer_name=project.buyer_name,
        supplier_id=source.supplier_id,
        supplier_name=source.supplier_name,
        agency_id=project.agency_id,
        agency_name=project.agency_name,
        finance_id=project.finance_id,
        region=project.region,
        title=_title(project.title, lot.number, len(project.lots)),
        award_amount=source.amount,
        amount=source.amount,
        budget=lot.budget,
        letter_on=source.letter_on,
        bid_sm3=source.bid_sm3,
        sme_reserved=lot.sme_reserved,
        payee_is_sme=source.payee_is_sme,
        delivery_days=source.delivery_days,
        acceptance_days=blank.acceptance_days,
        payment_days=blank.payment_days,
        content={
            "clauses": dict(blank.clauses),
            "general": [list(pair) for pair in source.general],
            "requirements": [asdict(one) for one in source.requirements],
        },
    )


def _title(project: str, lot: int, lots: int) -> str:
    part = f"（包 {lot}）" if lots > 1 else ""
    return f"{project[:140]}{part}采购合同"


def _describe_items(row: Contract, described: list[ContractItemIn]) -> None:
    wanted = {item.place: item.specification for item in described}
    with system_access("items of a contract in hand"):
        for item in ContractItem.objects.filter(contract_id=row.pk, place__in=wanted):
            if item.specification != wanted[item.place]:
                item.change(specification=wanted[item.place])


def _signature(actor: Actor, row: Contract) -> str:
    side = actor.viewer.side
    if side not in {Side.BUYER, Side.SUPPLIER}:
        raise NotAllowed("合同由采购人和供应商签订。")
    step = SIGNATURES.get((side, row.state))
    if not step:
        raise WrongState(f"合同{CONTRACT.states[row.state]}，现在不需要您这一方签订。")
    return step


def _signed(actor: Actor, row: Contract) -> dict[str, Any]:
    now, viewer = clock.now(), actor.viewer
    side = "buyer" if viewer.side is Side.BUYER else "supplier"
    other = row.signed_by_supplier_at if side == "buyer" else row.signed_by_buyer_at
    return {
        f"signed_by_{side}_at": now,
        f"{side}_signer": viewer.person,
        f"{side}_signer_name": viewer.name,
        "signed_at": now if other else None,
    }


def _conclude(row: Contract) -> None:
    """Commit the money and note the lot: consequences, whoever signed last."""
    system = Actor.system(Reason.CONSEQUENCE)
    plans.commit_lot(
        system, number=row.plan_number, lot_number=row.lot_number, amount=row.amount,
        reference=row.number,
    )  # fmt: skip
    projects.mark_lot(
        system, number=row.project_number, lot_number=row.lot_number, state="contracted"
    )
    bonds.release(
        system, bonds.WINNER, project_number=row.project_number, lot_number=row.lot_number
    )


def _follow_deliveries(actor: Actor, row: Contract) -> None:
    if row.state == "filed" and row.performing_since:
        take_step(actor, row, CONTRACT, "perform", follows=True)
        projects.advance(actor, number=row.project_number, step="perform")
    if row.state == "performing" and row.delivery_owed:
        take_step(actor, row, CONTRACT, "owe", follows=True)
    elif row.state == "owing" and not row.delivery_owed:
        take_step(actor, row, CONTRACT, "perform_rest", follows=True)


def _complete(actor: Actor, row: Contract) -> None:
    take_step(
        actor, row, CONTRACT, "complete", follows=True, changes={"completed_at": clock.now()}
    )
    projects.advance(actor, number=row.project_number, step="perform")
    projects.mark_lot(
        actor, number=row.project_number, lot_number=row.lot_number, state="completed"
    )
    projects.complete_when_done(actor, number=row.project_number)


def _locked(number: str) -> Contract:
    with system_access("contract in hand"):
        return Contract.objects.select_for_update().get(number=number)
