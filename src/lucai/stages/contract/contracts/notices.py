"""What is made public of a contract: the 合同公告 and its OCDS fragment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lucai.kernel import clock, ocds
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput
from lucai.law.notices import check_notice
from lucai.platform.access.selectors import OrganisationCard, organisations
from lucai.stages.contract.contracts.clauses import ItemLine, Terms
from lucai.stages.contract.contracts.lifecycle import ORDERS
from lucai.stages.contract.contracts.selectors import ContractCard
from lucai.stages.contract.contracts.tabs import RESEARCH
from lucai.stages.plan.plans.choices import Method
from lucai.stages.trade.projects.notices import amount, contact_of, notice


def publication_body(
    viewer: Viewer, card: ContractCard, terms: Terms, method: str, sme_reserved: bool
) -> dict[str, Any]:
    """Return the journal's body of a publication.

    Raises:
        InvalidInput: the notice lacks something (message at ``notice``).
    """
    fields = notice_fields(viewer, card, terms, method, sme_reserved)
    if faults := check_notice("contract", fields):
        raise InvalidInput({"notice": "".join(faults)})
    return {"notice": notice("contract", fields), "ocds": fragment(card, terms)}


def notice_fields(
    viewer: Viewer, card: ContractCard, terms: Terms, method: str, sme_reserved: bool
) -> dict[str, Any]:
    """Return the fields of the 合同公告."""
    return {
        **party_fields(viewer, card),
        "items": [_item(item) for item in terms.items],
        "amount": card.amount,
        "performance": (
            f"自合同生效之日起 {card.delivery_days} 日内在{card.delivery_place}履行完毕，"
            f"交付后 {card.acceptance_days} 日内验收。"
        ),
        "procurementMethod": Method(method).label,
        "smeReserved": sme_reserved,
        "signedOn": card.signed_at.astimezone(clock.BEIJING).date().isoformat()
        if card.signed_at
        else "",
        "publishedOn": clock.today().isoformat(),
        "contractDocument": f"{card.href}contract.pdf",
    }


def party_fields(viewer: Viewer, card: ContractCard) -> dict[str, str]:
    """Return the fields that every notice about a contract begins with."""
    found = organisations(viewer, [card.buyer_id, card.supplier_id])
    buyer, supplier = found[card.buyer_id], found[card.supplier_id]
    return {
        "contractNumber": card.number,
        "contractName": card.title,
        "projectNumber": card.project_number,
        "projectName": card.project_title,
        **_party("buyer", buyer),
        **_party("supplier", supplier),
    }


def fragment(card: ContractCard, terms: Terms) -> dict[str, Any]:
    """Return what OCDS says of a signed contract."""
    due = card.delivery_due_at
    return {
        "tag": "contract",
        "contracts": [
            ocds.tidy(
                {
                    "id": card.number,
                    "awardID": award_id(card),
                    "title": card.title,
                    "status": "active",
                    "period": ocds.period(card.signed_at, due),
                    "value": amount(card.amount),
                    "items": [_ocds_item(card, item) for item in terms.items],
                    "dateSigned": ocds.stamp(card.signed_at) if card.signed_at else "",
                }
            )
        ],
    }


def award_id(card: ContractCard) -> str:
    """Return the OCDS id of the award a contract belongs to; researchers of one lot count on."""
    if card.method in ORDERS:
        return card.project_number
    award = f"{card.project_number}-{card.lot_number}"
    _, several, place = card.number.rpartition(RESEARCH)
    return f"{award}-{place}" if several else award


def _party(side: str, organisation: OrganisationCard) -> dict[str, str]:
    return {
        f"{side}Name": organisation.name,
        f"{side}Address": organisation.address,
        f"{side}Contact": contact_of(organisation),
    }


def _item(item: ItemLine) -> dict[str, Any]:
    return {
        "name": item.name,
        "model": item.specification or "见合同",
        "quantity": f"{item.quantity} {item.unit}",
        "unitPrice": item.unit_price,
    }


def _ocds_item(card: ContractCard, item: ItemLine) -> dict[str, Any]:
    quantity = Decimal(item.quantity)
    whole = quantity == quantity.to_integral_value()
    return ocds.tidy(
        {
            "id": f"{card.lot_number}-{item.place}",
            "description": " ".join(filter(None, (item.name, item.specification))),
            "classification": {"scheme": ocds.CATALOGUE, "id": item.catalogue_code},
            "quantity": int(quantity) if whole else None,
            "unit": {"name": item.unit, "value": amount(item.unit_price)},
        }
    )
