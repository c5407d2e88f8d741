"""The notice of one deal, and its OCDS fragment: a process of its own, related to the framework's."""

from __future__ import annotations

from datetime import date
from typing import Any

from lucai.kernel import clock, ocds
from lucai.stages.trade.calloffs.selectors import OrderCard
from lucai.stages.trade.calloffs.wording import WAYS
from lucai.stages.trade.projects.notices import notice

METHODS = {"direct": "direct", "rotation": "direct", "bidding": "selective", "outside": "direct"}


def deal_body(row: OrderCard, until: date) -> dict[str, Any]:
    """Return the body of a 单笔成交公告 of an order that was just decided."""
    fields = {
        "buyerName": row.buyer_name,
        "frameworkNumber": row.framework_number,
        "projectNumber": row.number,
        "projectName": f"{row.framework_title}（{row.package_name}）",
        "supplierName": row.supplier_name,
        "amount": row.amount,
        "items": [
            {
                "name": row.package_name,
                "model": row.specification or row.package_name,
                "quantity": f"{row.quantity}{row.unit}",
                "unitPrice": row.unit_price,
            }
        ],
        "noticeUntil": until.isoformat(),
    }
    return {"notice": notice("frameworkDeal", fields), "ocds": _process(row)}


def _process(row: OrderCard) -> dict[str, Any]:
    assert row.supplier_id
    item = ocds.item(
        "1", row.package_name, row.catalogue_code, row.package_name, row.quantity, row.unit,
        row.unit_price,
    )  # fmt: skip
    award = {
        "id": row.number,
        "title": f"{row.package_name}（{WAYS[row.way]}）",
        "status": "active",
        "date": ocds.stamp(clock.now()),
        "value": ocds.value(row.amount),
        "suppliers": [ocds.reference(row.supplier_id, row.supplier_name)],
        "items": [item],
    }
    framework = {
        "id": "1",
        "relationship": ["framework"],
        "scheme": "ocid",
        "identifier": row.framework_ocid,
    }
    return {
        "ocid": ocds.ocid(row.number),
        "buyer": ocds.reference(row.buyer_id, row.buyer_name),
        "tender": {
            "id": row.number,
            "title": f"{row.framework_title}：{row.package_name}",
            "status": "complete",
            "procurementMethod": METHODS[row.way],
            "procurementMethodDetails": f"框架协议第二阶段：{WAYS[row.way]}",
            "mainProcurementCategory": row.object_kind,
        },
        "awards": [award],
        "relatedProcesses": [framework],
    }


def cancelled_fragment(row: OrderCard) -> dict[str, Any]:
    """Return the OCDS fragment of an order that came to nothing."""
    return {"ocid": ocds.ocid(row.number), "awards": [{"id": row.number, "status": "cancelled"}]}
