"""What a price rested on: every offer of the product at one moment, and its prices of late. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lucai.registers.products.selectors import PriceLine, ProductSheet
from lucai_trust import encoding

FORMAT = "lucai/mall-evidence/1"
DAYS = 30
"""So many days of prices are kept with an order: what buyers look back at, no period of the law."""


def evidence_of(
    sheet: ProductSheet, history: Sequence[PriceLine], *, supplier_id: int, at: datetime
) -> dict[str, Any]:
    """Return the evidence as plain data; prices in 分, moments in UTC."""
    card = sheet.card
    return {
        "format": FORMAT,
        "at": encoding.utc(at),
        "product": {"number": card.number, "brand": card.brand, "model": card.model},
        "chosen": next((o.supplier_name for o in sheet.offers if o.supplier_id == supplier_id), ""),
        "lowest": min((offer.price for offer in sheet.offers), default=0),
        "offers": [
            {
                "supplier": offer.supplier_name,
                "price": offer.price,
                "publicPrice": offer.public_price,
                "deliveryDays": offer.delivery_days,
                "warrantyMonths": offer.warranty_months,
                "since": encoding.utc(offer.since),
            }
            for offer in sheet.offers
        ],
        "history": [
            {
                "at": encoding.utc(line.at),
                "supplier": line.supplier_name,
                "price": line.price,
                "source": line.source_label,
                "reason": line.reason,
            }
            for line in history
        ],
    }


def digest_of(evidence: dict[str, Any]) -> str:
    """Return the SHA-256 of the evidence's canonical bytes."""
    return hashlib.sha256(encoding.canonical(evidence)).hexdigest()
