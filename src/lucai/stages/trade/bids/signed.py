"""The bond that is not given back."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.bids.selectors import bond


def kept_bond(viewer: Viewer, number: str, security: int) -> Subject:
    """Return whose bond it is, and how much."""
    line = bond(viewer, number, security)
    lines = (
        ("投标人", line.supplier_name),
        ("投标保证金", f"{line.kind_label} {money.yuan(line.amount)} 元"),
    )
    content = picked(line, "pk", "bid_code", "supplier_id", "supplier_name", "amount", "reference")
    return subject("投标保证金", content, lines)
