"""The product that is handed in, listed or taken out."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.registers.products.selectors import product_seen


def product(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return a product as its supplier describes it, with what was said of it."""
    del step
    sheet = product_seen(viewer, number)
    card = sheet.card
    lines = (
        ("商品", f"{card.name}　{card.brand}　{card.model}"),
        ("供应商", card.supplier_name),
        ("退回的理由", sheet.said),
        ("供应商的异议", sheet.objection),
    )
    return subject("商品", {**picked(card, *CARD), **picked(sheet, *SHEET)}, lines)


CARD = ("number", "name", "brand", "model", "category", "catalogue_code", "unit", "supplier_name")
SHEET = (
    "manufacturer", "description", "standards", "attributes", "certificates", "made_here",
    "component_share", "said", "objection",
)  # fmt: skip
