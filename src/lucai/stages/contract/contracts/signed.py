"""The contract that both parties sign."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.contract.contracts.selectors import contract_seen


def contract(viewer: Viewer, number: str) -> Subject:
    """Return the contract's text with its terms; its parties read sum and names before they sign."""
    sheet = contract_seen(viewer, number)
    card = sheet.card
    lines = (
        ("合同", card.title),
        ("甲方", card.buyer_name),
        ("乙方", card.supplier_name),
        (
            "合同金额",
            f"{money.yuan(sheet.terms.amount)} 元（{money.capitals(sheet.terms.amount)}）",
        ),
    )
    content = picked(sheet, "terms", "preamble", "clauses", "sha256", "sm3")
    return subject("合同", {"number": number, **content}, lines)
