"""The payment request as a paper."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.documents import render
from lucai.platform.signatures.papers import official
from lucai.stages.budget.indicators.selectors import IndicatorCard, indicators_named
from lucai.stages.contract.contracts.papers import chinese_day
from lucai.stages.payment.requests.selectors import PaymentSheet
from lucai.stages.plan.plans.selectors import plan_seen


def payment_pdf(viewer: Viewer, sheet: PaymentSheet) -> bytes:
    """Return the 支付申请书 as PDF, signed once it is sent."""
    content = paper(viewer, sheet)
    if sheet.line.sent_at:
        return official("payment_request", content, moment=sheet.line.sent_at)
    return render("payment_request", content, moment=sheet.submitted_at or clock.now())


def paper(viewer: Viewer, sheet: PaymentSheet) -> dict[str, Any]:
    """Return the data of the paper."""
    line, contract = sheet.line, sheet.contract
    moment = sheet.line.sent_at or sheet.submitted_at
    return {
        "title": "政府采购资金支付申请书",
        "project_number": line.project_number,
        "project_name": contract.project_title,
        "issuer": line.buyer_name,
        "date": chinese_day(moment) if moment else "",
        "document_number": line.number,
        "facts": [
            {"label": label, "value": value}
            for label, value in (
                ("申请编号", line.number),
                ("采购人", line.buyer_name),
                ("合同编号", contract.number),
                ("合同金额", f"{money.yuan(contract.amount)} 元"),
                ("应付日", line.due_on.isoformat()),
            )
        ],
        "amount": money.yuan(line.amount),
        "amount_in_words": money.capitals(line.amount),
        "payee": sheet.payee_name,
        "bank": sheet.payee_bank,
        "account": sheet.payee_account,
        "purpose": sheet.purpose,
        "budget_lines": _budget_lines(viewer, sheet),
        "invoices": [
            {
                "number": sheet.invoice.invoice_number,
                "date": sheet.invoice.issued_on.isoformat(),
                "seller": line.supplier_name,
                "amount": money.yuan(sheet.invoice.amount),
            }
        ],
        "approvals": _approvals(sheet),
    }


def _budget_lines(viewer: Viewer, sheet: PaymentSheet) -> list[dict[str, str]]:
    """Return the indicators behind the plan, for those who may see the plan."""
    try:
        plan = plan_seen(viewer, sheet.contract.plan_number)
    except NotFound:
        return []
    cards = indicators_named(viewer, [fund.code for fund in plan.fundings])
    return [_budget_line(card) for card in cards.values()]


def _budget_line(card: IndicatorCard) -> dict[str, str]:
    return {
        "indicator": card.code,
        "function": card.function_classification,
        "economic": card.economic_classification,
        "fund": card.fund_type,
        "amount": money.yuan(card.amount),
    }


def _approvals(sheet: PaymentSheet) -> list[dict[str, str]]:
    made = []
    if sheet.submitted_at:
        made.append(("申请", sheet.requester_name, "申请支付", chinese_day(sheet.submitted_at)))
    if sheet.line.sent_at and sheet.approver_name:
        made.append(("审批", sheet.approver_name, "同意支付", chinese_day(sheet.line.sent_at)))
    names = ("step", "person", "opinion", "at")
    return [dict(zip(names, one, strict=True)) for one in made]
