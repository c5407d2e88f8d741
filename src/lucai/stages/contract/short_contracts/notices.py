"""What is made public of a short contract: its 合同公告 and OCDS fragments."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock, ocds
from lucai.kernel.actors import PUBLIC
from lucai.platform.access.selectors import organisations
from lucai.stages.contract.short_contracts.selectors import ShortContractCard
from lucai.stages.trade.calloffs.wording import WAYS
from lucai.stages.trade.projects.notices import contact_of, notice


def contract_body(row: ShortContractCard) -> dict[str, Any]:
    """Return the body of the 合同公告 of a contract that is being signed."""
    fields = _fields(row)
    contract = {
        "id": row.number,
        "awardID": row.order_number,
        "title": fields["contractName"],
        "status": "active",
        "value": ocds.value(row.amount),
        "period": ocds.period(clock.now(), row.deliver_by),
        "dateSigned": ocds.stamp(clock.now()),
    }
    return {
        "notice": notice("contract", fields),
        "ocds": {"ocid": ocds.ocid(row.order_number), "contracts": [contract]},
    }


def _fields(row: ShortContractCard) -> dict[str, Any]:
    found = organisations(PUBLIC, [row.buyer_id, row.supplier_id])
    buyer, supplier = found[row.buyer_id], found[row.supplier_id]
    today = clock.today().isoformat()
    return {
        "contractNumber": row.number,
        "contractName": f"{row.framework_title}{row.item}采购",
        "projectNumber": row.order_number,
        "projectName": row.framework_title,
        "buyerName": row.buyer_name,
        "buyerAddress": buyer.address,
        "buyerContact": contact_of(buyer),
        "supplierName": row.supplier_name,
        "supplierAddress": supplier.address,
        "supplierContact": contact_of(supplier),
        "items": [
            {
                "name": row.item,
                "model": row.specification or row.item,
                "quantity": f"{row.quantity} {row.unit}",
                "unitPrice": row.unit_price,
            }
        ],
        "amount": row.amount,
        "performance": f"{row.deliver_by}前在{row.place}履行完毕。",
        "procurementMethod": f"框架协议采购（{WAYS[row.way]}）",
        "smeReserved": False,
        "signedOn": today,
        "publishedOn": today,
        "contractDocument": f"/short-contracts/{row.number}/",
    }
