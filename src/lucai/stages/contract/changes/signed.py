"""The alteration of a contract that is agreed to."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.contract.changes.selectors import change_seen


def change(viewer: Viewer, number: str, place: int, step: str) -> Subject:
    """Return an alteration as it was proposed."""
    del step
    sheet = change_seen(viewer, number, place)
    lines = (
        ("变更的类别", sheet.kind_label),
        ("变更的内容", sheet.content),
        ("理由", sheet.reason),
        ("变更后的合同金额", f"{money.yuan(sheet.amount_after)} 元"),
    )
    return subject("合同变更", picked(sheet, *CHANGE), lines)


CHANGE = (
    "number", "contract_number", "kind", "ground", "reason", "content", "items", "amount", "days",
    "settled", "compensation", "proposed_by", "proposer_name", "amount_before",
)  # fmt: skip
