"""The receivable that a buyer confirms."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.payment.receivables.selectors import confirmation_seen


def receivable(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return what is owed to whom, until when."""
    del step
    sheet = confirmation_seen(viewer, number)
    lines = (
        ("供应商", sheet.supplier_name),
        ("合同", f"{sheet.contract_number} {sheet.contract_title}"),
        ("发票号码", sheet.invoice_number),
        ("金额", f"{money.yuan(sheet.amount)} 元"),
        ("应付日", sheet.due_on.isoformat()),
        ("融资机构", sheet.financier),
    )
    return subject("应收账款", picked(sheet, *SAID), lines)


SAID = (
    "number", "contract_number", "place", "invoice_number", "buyer_name", "supplier_name",
    "amount", "due_on", "financier", "purpose",
)  # fmt: skip
