"""The request for payment that is handed in, approved and paid."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.payment.requests.selectors import payment_seen


def payment(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return a request: to whom, how much, for which invoice, and who approved it so far."""
    del step
    sheet = payment_seen(viewer, number)
    lines = (
        ("合同", sheet.line.contract_title),
        ("用途", sheet.purpose),
        ("收款人", sheet.payee_name),
        ("开户银行和账号", f"{sheet.payee_bank}　{sheet.payee_account}"),
        ("金额", f"{money.yuan(sheet.line.amount)} 元"),
        ("发票", sheet.invoice.invoice_number),
    )
    content = {
        **picked(sheet.line, "number", "contract_number", "amount", "paid", "due_on"),
        "invoice": picked(sheet.invoice, "number", "invoice_number", "amount", "sm3", "kind"),
        "levels": [picked(one, "title", "name", "at") for one in sheet.levels],
        **picked(sheet, "purpose", "payee_name", "payee_bank", "payee_account", "requester_name"),
    }
    return subject("支付申请", content, lines)
