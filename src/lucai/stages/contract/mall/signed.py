"""What is signed in the mall: the quotes that are compared, and an order."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.platform.web.jinja import day
from lucai.stages.contract.mall.selectors import (
    mall_inquiry_seen,
    mall_order_seen,
    quotes_to_judge,
)


def quotes(viewer: Viewer, number: str) -> Subject:
    """Return what was asked for and every quote."""
    card = mall_inquiry_seen(viewer, number)
    found = quotes_to_judge(viewer, number)
    lines = [
        (one.supplier_name, f"{one.item}，{money.yuan(one.price or 0)} 元/{card.unit}")
        for one in found
    ]
    content = {"inquiry": picked(card, *INQUIRY), "quotes": [picked(one, *QUOTE) for one in found]}
    return subject("商城询价报价", content, lines)


def inquiry(viewer: Viewer, number: str) -> Subject:
    """Return what was asked for; the quotes are sealed until this act."""
    card = mall_inquiry_seen(viewer, number)
    lines = [("商城询价", card.title), ("数量", f"{card.quantity} {card.unit}")]
    return subject("商城询价", picked(card, *INQUIRY), lines)


def order(viewer: Viewer, number: str, name: str) -> Subject:
    """Return an order: goods, price, place and day."""
    if name not in {"release", "confirm"}:
        raise NotFound("没有找到这个页面。")
    card = mall_order_seen(viewer, number)
    lines = (
        ("采购人", card.buyer_name),
        ("供应商", card.supplier_name),
        ("商品", f"{card.item}　{card.specification}"),
        ("数量", f"{card.quantity} {card.unit}"),
        ("金额", f"{money.yuan(card.amount)} 元"),
        ("交付", f"{day(card.needed_by)} 前，{card.place}"),
    )
    return subject("商城订单", picked(card, *ORDER), lines)


INQUIRY = (
    "number", "title", "catalogue_code", "demands", "unit", "quantity", "ceiling", "place",
    "needed_by", "demand", "closes_at",
)  # fmt: skip
QUOTE = (
    "supplier_id", "supplier_name", "product_number", "item", "price", "answers", "statement",
    "envelope_hash",
)  # fmt: skip
ORDER = (
    "number", "way", "inquiry_number", "product_number", "item", "catalogue_code",
    "specification", "unit", "buyer_id", "buyer_name", "supplier_id", "supplier_name", "quantity",
    "unit_price", "amount", "accessories", "place", "needed_by", "warranty_months", "demand",
    "reason", "indicator_code", "evidence_sha256",
)  # fmt: skip
