"""Drafting contracts from tender and bid."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.law.cooperation_rules import COOPERATIVE
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.awarded import Awarded, awarded
from lucai.stages.contract.contracts.blanks import contract_blank
from lucai.stages.contract.contracts.innovating import is_first_purchase
from lucai.stages.contract.contracts.lifecycle import CONTRACT, DRAFT
from lucai.stages.contract.contracts.models import Contract, ContractItem
from lucai.stages.contract.contracts.schemas import (
    ContractIn,
    ContractItemIn,
    ExplanationsIn,
    PromiseIn,
)
from lucai.stages.contract.contracts.selectors import comparison_of
from lucai.stages.contract.contracts.services.hands import own
from lucai.stages.contract.contracts.tabs import JOINT, RESEARCH
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.cooperations import services as cooperations
from lucai.stages.trade.projects import services as projects

OWN_CLAUSES = ("quality", "acceptance_plan", "breach", "other", "payment_plan")


@command
def draft_contract(
    actor: Actor, *, project_number: str, lot_number: int, supplier_id: int | None = None
) -> str:
    """Draft the contract on an awarded lot from tender and bid; return its number.

    ``supplier_id`` names whose research contract it is (合作创新).

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the viewer sees no such award.
        InvalidInput: the award is not announced, or the lot has a contract already.
    """
    demand(actor, DRAFT.permission)
    source = awarded(actor.viewer, project_number, lot_number, supplier_id)
    unit = source.share.unit if source.share else None
    if actor.viewer.organisation not in {source.project.buyer_id, unit and unit.buyer_id}:
        raise NotAllowed("合同由本项目的采购人起草。")
    number = _number(project_number, lot_number, source)
    row = begin(
        actor, _drafted(number, source), CONTRACT, label="起草采购合同",
        body={"lot": lot_number, "amount": source.amount},
    )  # fmt: skip
    for item in source.items:
        ContractItem(contract=row, **asdict(item)).save(force_insert=True)
    if source.project.method == COOPERATIVE:
        cooperations.mark_contracted(
            actor, project_number=project_number, supplier_id=source.supplier_id
        )
    elif unit:
        projects.mark_unit_contracted(actor, project_number=project_number, place=unit.place)
    else:
        awards.mark_contracted(actor, project_number=project_number, lot_number=lot_number)
    projects.advance(actor, number=project_number, step="contract")
    return number


@command
def edit_contract(actor: Actor, *, number: str, contract: ContractIn) -> None:
    """Write the terms of a draft; price, quantities and parties stay as awarded.

    What departs from tender or bid needs a reason or closes the way to the signature
    (:func:`explain`).

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the text lies with both sides already.
    """
    row = _draft(actor, number)
    written = {name: getattr(contract, name) for name in OWN_CLAUSES}
    row.change(
        delivery_days=contract.delivery_days or row.delivery_days,
        security_return_days=contract.security_return_days or row.security_return_days,
        warranty_months=contract.warranty_months or 0,
        title=contract.title,
        delivery_place=contract.delivery_place,
        acceptance_days=contract.acceptance_days,
        payment_days=contract.payment_days,
        performance_security=contract.performance_security or 0,
        content={
            **row.content,
            "clauses": written,
            "requirements": _promised(row.content["requirements"], contract.requirements),
        },
    )
    _describe_items(row, contract.items)
    note(actor, row, CONTRACT, "edit", label="修改合同草稿")


@command
def explain(actor: Actor, *, number: str, explanations: ExplanationsIn) -> None:
    """Say why a draft departs from tender or bid, line by line (GP-CTR-01).

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the text lies with both sides already.
        InvalidInput: a line that does not depart, or may not (message at its row).
    """
    row = _draft(actor, number)
    open_lines = {line.key for line in comparison_of(actor.viewer, row).changed}
    problems = {
        f"rows.{index}.reason": "这一项没有变动，不需要说明"
        for index, one in enumerate(explanations.rows)
        if one.reason and one.key not in open_lines
    }
    if problems:
        raise InvalidInput(problems)
    reasons = {one.key: one.reason for one in explanations.rows if one.reason}
    row.change(content={**row.content, "reasons": reasons})
    note(actor, row, CONTRACT, "explain", label="说明与采购文件、投标文件的变动理由", body=reasons)


def _draft(actor: Actor, number: str) -> Contract:
    demand(actor, DRAFT.permission)
    row = own(actor, number)
    if row.state != "draft":
        raise WrongState(f"合同{CONTRACT.states[row.state]}，需要修改请先退回。")
    return row


def _number(project_number: str, lot_number: int, source: Awarded) -> str:
    """Return the lot's contract number; a rescinded one before it makes it count on."""
    with system_access("uniqueness"):
        rows = Contract.objects.filter(project_number=project_number, lot_number=lot_number)
        if source.place:
            rows = rows.filter(supplier_id=source.supplier_id)
        if source.share:
            rows = rows.filter(buyer_id=source.share.buyer_id)
        states = list(rows.values_list("state", flat=True))
    if any(state != "rescinded" for state in states):
        raise InvalidInput({"lot": "这一包的合同已经起草。"})
    research = f"{RESEARCH}{source.place}" if source.place else ""
    unit = source.share.unit if source.share else None
    joint = f"{JOINT}{unit.place}" if unit else ""
    number = f"{project_number}-{lot_number:02d}{research}{joint}"
    return f"{number}-{len(states) + 1}" if states else number


def _drafted(number: str, source: Awarded) -> Contract:
    project, lot = source.project, source.lot
    unit = source.share.unit if source.share else None
    paying = unit or project
    return Contract(
        number=number,
        project_number=project.number,
        project_title=project.title,
        lot_number=lot.number,
        lot_name=lot.name,
        plan_number=paying.plan_number,
        plan_lot=unit.plan_lot if unit else None,
        object_kind=project.object_kind,
        method=project.method,
        buyer_id=paying.buyer_id,
        buyer_path=paying.buyer_path,
        buyer_name=paying.buyer_name,
        supplier_id=source.supplier_id,
        supplier_name=source.supplier_name,
        agency_id=project.agency_id,
        agency_name=project.agency_name,
        finance_id=paying.finance_id,
        region=project.region,
        title=_title(source),
        sme_reserved=lot.sme_reserved,
        **_terms(source),
    )


def _terms(source: Awarded) -> dict[str, Any]:
    """Return what a draft says at first: the award's figures, the blank's days and clauses."""
    blank = contract_blank(source.project.object_kind)
    return {
        "award_amount": source.amount,
        "amount": source.amount,
        "budget": source.budget,
        "letter_on": source.letter_on,
        "bid_sm3": source.bid_sm3,
        "payee_is_sme": source.payee_is_sme,
        "payee_is_small": source.payee_is_small,
        "delivery_days": source.delivery_days,
        "acceptance_days": blank.acceptance_days,
        "payment_days": blank.payment_days,
        "security_return_days": blank.security_return_days,
        "content": {
            "clauses": dict(blank.clauses),
            "general": [list(pair) for pair in source.general],
            "requirements": [asdict(one) for one in source.requirements],
            **({"partners": [list(one) for one in source.partners]} if source.partners else {}),
        },
    }


def _title(source: Awarded) -> str:
    project, lot = source.project, source.lot
    if project.method == COOPERATIVE:
        kind = "首购合同" if is_first_purchase(project.method, lot.number) else "研发合同"
        return f"{project.title[:120]}{kind}（{source.supplier_name[:30]}）"
    part = f"（包 {lot.number}）" if len(project.lots) > 1 else ""
    unit = source.share.unit if source.share else None
    whose = f"（{unit.buyer_name[:30]}）" if unit else ""
    return f"{project.title[:110]}{part}采购合同{whose}"


def _promised(kept: list[dict[str, Any]], written: list[PromiseIn]) -> list[dict[str, Any]]:
    wanted = {one.number: one.response for one in written}
    return [{**one, "response": wanted.get(one["number"], one["response"])} for one in kept]


def _describe_items(row: Contract, described: list[ContractItemIn]) -> None:
    wanted = {item.place: item.specification for item in described}
    with system_access("items of a contract in hand"):
        for item in ContractItem.objects.filter(contract_id=row.pk, place__in=wanted):
            if item.specification != wanted[item.place]:
                item.change(specification=wanted[item.place])
