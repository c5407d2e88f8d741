"""What the forms of a bid show before anything is typed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lucai.kernel import money
from lucai.registers.suppliers.schemas import CompanyIn
from lucai.stages.trade.bids.selectors.tender import TenderedLot
from lucai.stages.trade.bids.selectors.working import Answer, WorkingCopy

PER_CENT = 100


def offer_of(copy: WorkingCopy) -> dict[str, Any]:
    """Return the offer as its form shows it."""
    return {
        "price": _yuan(copy.bid.price),
        "unit_confirmed": copy.bid.unit_confirmed,
        "items": [
            {
                "place": line.place,
                "unit_price": _yuan(line.unit_price),
                "brand": line.brand,
                "model": line.model,
            }
            for line in copy.price_lines
        ],
    }


def terms_of(copy: WorkingCopy, company: CompanyIn | None) -> dict[str, Any]:
    """Return the bid letter as its form shows it; what the register knows is brought along."""
    bid = copy.bid
    share = bid.domestic_share
    return {
        "delivery_days": bid.delivery_days,
        "validity_days": bid.validity_days or copy.tender.validity_days or None,
        "contact": bid.contact or (company.contact if company else ""),
        "phone": bid.phone or (company.phone if company else ""),
        "sme_kind": bid.sme_kind or (company.size_class.value if company else ""),
        "domestic": bid.domestic,
        "domestic_share": "" if share is None else f"{(Decimal(share) / PER_CENT).normalize():f}",
        "consortium": bid.consortium,
    }


def answers_of(answers: Sequence[Answer]) -> dict[str, Any]:
    """Return answers of the matrix as their form shows them."""
    return {
        "answers": [
            {
                "number": answer.demand.number,
                "response": answer.response,
                "deviation": answer.deviation,
                "evidence": answer.evidence,
            }
            for answer in answers
        ]
    }


def sealed_bid_of(tender: TenderedLot, company: CompanyIn | None) -> dict[str, Any]:
    """Return the sealing page's form before the browser fills its own draft in."""
    return {
        "terms": {
            "validity_days": tender.validity_days or None,
            "contact": company.contact if company else "",
            "phone": company.phone if company else "",
            "sme_kind": company.size_class.value if company else "",
        },
        "offer": {"items": [{"place": place} for place in range(len(tender.lot.items))]},
        "answers": [{"number": demand.number} for demand in tender.demands],
    }


def _yuan(fen: int | None) -> str:
    return "" if fen is None else money.plain_yuan(fen)
