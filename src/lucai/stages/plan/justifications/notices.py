"""The 单一来源采购公示 with every field of the national format."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from lucai.law.notices import check_notice, notice_form
from lucai.platform.access.selectors import OrganisationCard


class Publicity(Protocol):
    """What a notice takes from a justification; the amount in 分."""

    buyer_name: str
    title: str
    description: str
    amount: int
    reason: str
    supplier_name: str
    supplier_address: str
    opinions: list[dict[str, Any]]


def publicity_fields(
    row: Publicity,
    buyer: OrganisationCard,
    finance: OrganisationCard,
    on: date,
    until: date,
) -> dict[str, Any]:
    """Return the fields of the notice."""
    return {
        "buyerName": row.buyer_name,
        "projectName": row.title,
        "description": row.description,
        "budget": row.amount,
        "reason": row.reason,
        "supplierName": row.supplier_name,
        "supplierAddress": row.supplier_address,
        "noticeFrom": on.isoformat(),
        "noticeUntil": until.isoformat(),
        "otherMatters": "任何供应商、单位或者个人对采用单一来源采购方式有异议的，可以在公示期内提出。",
        "buyerContact": buyer.phone or buyer.address or buyer.name,
        "financeName": finance.name,
        "financeContact": finance.phone or finance.address or finance.name,
        "expertOpinions": list(row.opinions),
    }


def publicity_body(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the journal body that publishes it."""
    title = notice_form("singleSource").title(fields)
    return {"notice": {"kind": "singleSource", "title": title, "fields": fields}}


def missing(fields: dict[str, Any]) -> tuple[str, ...]:
    """Name what the notice lacks."""
    return tuple(text.rstrip("。") for text in check_notice("singleSource", fields))
