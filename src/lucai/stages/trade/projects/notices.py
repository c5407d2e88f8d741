"""What a project itself announces: that a lot has failed."""

from __future__ import annotations

from typing import Any

from lucai.stages.trade.projects.models import Lot, ProcurementProject


def failed_lot_notice(row: ProcurementProject, lot: Lot, reason: str) -> dict[str, Any]:
    """Return the body of a 终止（废标）公告 for one lot."""
    return {
        "notice": {
            "kind": "termination",
            "title": f"{row.title}（包 {lot.number}）废标公告",
            "fields": {
                "project_number": row.number,
                "project_name": row.title,
                "lot": f"包 {lot.number} {lot.name}",
                "reason": reason,
                "buyer": row.buyer_name,
                "agency": row.agency_name,
            },
        },
        "ocds": {
            "tag": "tenderUpdate",
            "tender": {"lots": [{"id": str(lot.number), "status": "unsuccessful"}]},
        },
    }
