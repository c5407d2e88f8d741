"""The short contract that both parties sign."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.platform.web.jinja import day
from lucai.stages.contract.short_contracts.selectors import short_contract_seen
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.frameworks.selectors import framework_seen


def proposed(viewer: Viewer, order: str) -> Subject:
    """Return what the contract on an order will say: the order, and the framework's text."""
    card = order_seen(viewer, order)
    terms = framework_seen(viewer, card.framework_number).terms
    lines = (
        ("乙方", card.supplier_name),
        ("标的", f"{card.package_name}　{card.specification}"),
        ("数量", f"{card.quantity} {card.unit}"),
        ("合同金额", f"{money.yuan(card.amount)} 元" if card.amount else ""),
        ("交付", f"{day(card.needed_by)} 前，{card.place}"),
        ("付款", terms["payment"]),
    )
    said = {"demand": terms["demand"], "payment": terms["payment"]}
    return subject("简式合同", {"order": picked(card, *ORDER), "terms": said}, lines)


def contract(viewer: Viewer, number: str, name: str) -> Subject:
    """Return the contract as its buyer signed it."""
    del name
    card = short_contract_seen(viewer, number)
    lines = (
        ("甲方", card.buyer_name),
        ("乙方", card.supplier_name),
        ("标的", f"{card.item}　{card.specification}"),
        ("数量", f"{card.quantity} {card.unit}"),
        ("合同金额", f"{money.yuan(card.amount)} 元"),
        ("交付", f"{day(card.deliver_by)} 前，{card.place}"),
        ("付款", card.terms["payment"]),
    )
    return subject("简式合同", card, lines)


ORDER = (
    "number", "framework_number", "package_name", "catalogue_code", "specification", "quantity",
    "unit", "unit_price", "amount", "buyer_id", "buyer_name", "supplier_id", "supplier_name",
    "place", "needed_by", "demand", "indicator_code",
)  # fmt: skip
