"""What is signed of a call-off: the framework that is ordered from, and an order."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.platform.web.jinja import day
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.frameworks.selectors import framework_seen


def framework(viewer: Viewer, framework: str) -> Subject:
    """Return the framework with the prices that its members agreed to."""
    sheet = framework_seen(viewer, framework)
    members = [picked(one, "package_number", "supplier_name", "price") for one in sheet.active]
    content = {
        "framework": picked(sheet.card, "number", "title", "way", "ends_on"),
        "terms": sheet.terms,
        "members": members,
    }
    return subject("框架协议", content, [("框架协议", f"{framework} {sheet.card.title}")])


def order(viewer: Viewer, number: str) -> Subject:
    """Return an order as it was placed."""
    card = order_seen(viewer, number)
    lines = (
        ("采购人", card.buyer_name),
        ("标的", f"{card.package_name}，{card.quantity} {card.unit}"),
        ("交付", f"{day(card.needed_by)} 前，{card.place}"),
        ("成交供应商", card.supplier_name),
        ("金额", f"{money.yuan(card.amount)} 元" if card.amount else ""),
    )
    return subject("订单", picked(card, *ORDER), lines)


ORDER = (
    "number", "framework_number", "package_number", "package_name", "catalogue_code", "unit",
    "buyer_id", "buyer_name", "way", "quantity", "demand", "place", "needed_by", "closes_at",
    "supplier_id", "supplier_name", "specification", "unit_price", "amount", "reason",
)  # fmt: skip
