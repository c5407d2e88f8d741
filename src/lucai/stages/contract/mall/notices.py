"""What is made public of a confirmed order: its 合同公告 and OCDS, a process of its own."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock, ocds
from lucai.kernel.actors import PUBLIC
from lucai.platform.access.selectors import organisations
from lucai.stages.contract.mall.selectors import MallOrderCard
from lucai.stages.trade.projects.notices import contact_of, notice

METHODS = {"direct": "direct", "quoted": "limited"}


def contract_body(row: MallOrderCard) -> dict[str, Any]:
    """Return the body of the 合同公告 of an order that is being confirmed (GP-CTR-03)."""
    return {
        "notice": notice("contract", _fields(row)),
        "ocds": _process(row),
        "evidence": row.evidence_sha256,
    }


def _fields(row: MallOrderCard) -> dict[str, Any]:
    found = organisations(PUBLIC, [row.buyer_id, row.supplier_id])
    buyer, supplier = found[row.buyer_id], found[row.supplier_id]
    today = clock.today().isoformat()
    return {
        "contractNumber": row.contract_number,
        "contractName": title_of(row),
        "projectNumber": row.number,
        "projectName": title_of(row),
        "buyerName": row.buyer_name,
        "buyerAddress": buyer.address,
        "buyerContact": contact_of(buyer),
        "supplierName": row.supplier_name,
        "supplierAddress": supplier.address,
        "supplierContact": contact_of(supplier),
        "items": [_item(one) for one in lines_of(row)],
        "amount": row.amount,
        "performance": f"{row.needed_by}前在{row.place}履行完毕。",
        "procurementMethod": f"网上商城（{row.way_label}）",
        "smeReserved": False,
        "signedOn": today,
        "publishedOn": today,
        "contractDocument": row.href,
    }


def title_of(row: MallOrderCard) -> str:
    """Return what the contract is called."""
    return f"{row.item}网上商城采购合同"[:160]


def lines_of(row: MallOrderCard) -> list[dict[str, Any]]:
    """Return everything an order buys, the product first; money in 分."""
    first = {
        "item": row.item, "catalogue_code": row.catalogue_code,
        "specification": row.specification, "unit": row.unit, "quantity": row.quantity,
        "unit_price": row.unit_price, "amount": row.unit_price * row.quantity,
    }  # fmt: skip
    return [first, *row.accessories]


def _item(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": line["item"],
        "model": line["specification"] or line["item"],
        "quantity": f"{line['quantity']} {line['unit']}",
        "unitPrice": line["unit_price"],
    }


def _process(row: MallOrderCard) -> dict[str, Any]:
    now = clock.now()
    items = [
        ocds.item(
            str(place), one["item"], one["catalogue_code"], one["item"], one["quantity"],
            one["unit"], one["unit_price"],
        )
        for place, one in enumerate(lines_of(row), start=1)
    ]  # fmt: skip
    value = ocds.value(row.amount)
    award = {
        "id": row.number, "title": row.item, "status": "active", "date": ocds.stamp(now),
        "value": value, "items": items,
        "suppliers": [ocds.reference(row.supplier_id, row.supplier_name)],
    }  # fmt: skip
    contract = {
        "id": row.contract_number, "awardID": row.number, "title": title_of(row),
        "status": "active", "value": value, "period": ocds.period(now, row.needed_by),
        "dateSigned": ocds.stamp(now),
    }  # fmt: skip
    return {
        "ocid": ocds.ocid(row.number),
        "buyer": ocds.reference(row.buyer_id, row.buyer_name),
        "tender": {
            "id": row.number,
            "title": title_of(row),
            "status": "complete",
            "procurementMethod": METHODS[row.way],
            "procurementMethodDetails": f"网上商城：{row.way_label}",
            "mainProcurementCategory": "goods",
        },
        "awards": [award],
        "contracts": [contract],
    }
