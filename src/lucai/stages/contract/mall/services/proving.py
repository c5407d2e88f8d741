"""Keeping what a price rested on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.registers.products.selectors import ProductSheet
from lucai.registers.products.selectors.shopping import prices_since
from lucai.stages.contract.mall.evidence import DAYS, evidence_of


def proof_of(actor: Actor, sheet: ProductSheet, supplier_id: int) -> dict[str, Any]:
    """Return every offer of a product now, the lowest, and its prices of the last thirty days."""
    del actor
    now = clock.now()
    history = prices_since(SYSTEM, sheet.card.number, now - timedelta(days=DAYS))
    return evidence_of(sheet, history, supplier_id=supplier_id, at=now)
