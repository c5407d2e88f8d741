"""The notices of an intention: published, cancelled; with their OCDS planning fragments."""

from __future__ import annotations

from typing import Any

from lucai.kernel import ocds
from lucai.law.notices import notice_form
from lucai.platform.access.selectors import OrganisationCard
from lucai.stages.plan.intentions.selectors import IntentionCard

DISCLAIMER = (
    "本次公开的采购意向是本单位政府采购工作的初步安排，"
    "具体采购项目情况以相关采购公告和采购文件为准。"
)


def publication_of(card: IntentionCard) -> dict[str, Any]:
    """Return the journal body that publishes an intention."""
    line = {
        "projectName": card.title,
        "demandSummary": card.demand,
        "budget": card.amount,
        "expectedMonth": card.expected_month,
        "smeReserve": card.sme_reserved,
        "remark": card.remark,
    }
    fields = {
        "buyerName": card.buyer,
        "period": _period(card.expected_month),
        "intentions": [line],
        "disclaimer": DISCLAIMER,
    }
    return {"notice": _notice("intention", fields), "ocds": _fragment(card, "planned")}


def cancellation_of(card: IntentionCard, buyer: OrganisationCard, reason: str) -> dict[str, Any]:
    """Return the journal body that cancels a published intention."""
    contact = buyer.phone or buyer.address or buyer.name
    fields = {
        "projectNumber": card.code,
        "projectName": card.title,
        "reason": reason,
        "buyerName": card.buyer,
        "buyerAddress": buyer.address or buyer.name,
        "buyerContact": contact,
        # A name would stay in the journal for ever; the unit answers for its own line.
        "contactPerson": buyer.name,
        "contactPhone": contact,
    }
    return {"notice": _notice("termination", fields), "ocds": _fragment(card, "cancelled")}


def _notice(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "title": notice_form(kind).title(fields), "fields": fields}


def _period(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{year}年{number}月"


def _fragment(card: IntentionCard, status: str) -> dict[str, Any]:
    amount = ocds.value(card.amount)
    return {
        "buyer": ocds.reference(card.buyer_id, card.buyer),
        "planning": {"rationale": card.demand, "budget": {"project": card.title, "amount": amount}},
        "tender": {"id": card.code, "title": card.title, "status": status, "value": amount},
    }
