"""The contract as a paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.platform.access.selectors import OrganisationCard, organisations
from lucai.platform.documents import render
from lucai.platform.signatures.papers import official
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.selectors import ContractSheet, Signature


def contract_pdf(viewer: Viewer, sheet: ContractSheet) -> bytes:
    """Return the contract as PDF: names of signers only for those who see the whole sheet.

    The platform signs it when both parties have.
    """
    content = paper(viewer, sheet)
    if sheet.card.signed_at:
        parties = (sheet.card.buyer_name, sheet.card.supplier_name)
        return official("contract", content, moment=sheet.card.signed_at, issuers=parties)
    return render("contract", content, moment=sheet.proposed_at or sheet.card.state_since)


def paper(viewer: Viewer, sheet: ContractSheet) -> dict[str, Any]:
    """Return the data of the paper."""
    card = sheet.card
    found = organisations(viewer, [card.buyer_id, card.supplier_id])
    buyer, supplier = sheet.signatures
    return {
        "title": card.title,
        "project_number": card.project_number,
        "project_name": card.project_title,
        "issuer": card.buyer_name,
        "date": chinese_day(card.signed_at) if card.signed_at else "",
        "contract_number": card.number,
        "buyer": _party(found[card.buyer_id], buyer),
        "supplier": _party(found[card.supplier_id], supplier),
        "place": found[card.buyer_id].address,
        "preamble": sheet.preamble,
        "items": [_item(item) for item in sheet.items],
        "total": money.yuan(sheet.terms.amount),
        "total_in_words": money.capitals(sheet.terms.amount),
        "clauses": [
            {"heading": clause.heading, "paragraphs": clause.paragraphs} for clause in sheet.clauses
        ],
    }


def chinese_day(moment: datetime) -> str:
    """Write a day as official papers do: 2026 年 7 月 1 日."""
    on = moment.astimezone(clock.BEIJING).date()
    return f"{on.year} 年 {on.month} 月 {on.day} 日"


def _party(organisation: OrganisationCard, signature: Signature) -> dict[str, str]:
    return {
        "name": organisation.name,
        "uscc": organisation.uscc,
        "address": organisation.address,
        "representative": signature.signer,
        "phone": organisation.phone,
        "signed_at": chinese_day(signature.signed_at) if signature.signed_at else "",
    }


def _item(item: ItemLine) -> dict[str, str]:
    return {
        "name": item.name,
        "specification": item.specification,
        "quantity": item.quantity,
        "unit": item.unit,
        "unit_price": money.yuan(item.unit_price),
        "amount": money.yuan(item.amount),
    }
