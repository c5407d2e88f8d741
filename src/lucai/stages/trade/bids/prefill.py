"""What the sealing page shows before anything is typed."""

from __future__ import annotations

from typing import Any

from lucai.registers.suppliers.schemas import CompanyIn
from lucai.stages.trade.bids.selectors.tender import TenderedLot


def sealed_bid_of(tender: TenderedLot, company: CompanyIn | None) -> dict[str, Any]:
    """Return the page's form before the browser fills its own draft in."""
    return {
        "terms": {
            "validity_days": tender.validity_days or None,
            "contact": company.contact if company else "",
            "phone": company.phone if company else "",
            "sme_kind": company.size_class.value if company else "",
        },
        "offer": {"items": [{"place": place} for place in range(len(tender.lot.items))]},
        "answers": [{"number": demand.number} for demand in tender.demands],
        "claims": [{"number": asked.number} for asked in tender.asked],
    }
