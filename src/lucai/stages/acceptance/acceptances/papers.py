"""The acceptance form as a paper."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock, money
from lucai.law.wording import plain
from lucai.platform.documents import render
from lucai.platform.signatures.papers import official
from lucai.stages.acceptance.acceptances.selectors import AcceptanceSheet, LookedAt
from lucai.stages.contract.contracts.papers import chinese_day
from lucai.stages.contract.contracts.selectors import ContractCard


def acceptance_pdf(card: ContractCard, sheet: AcceptanceSheet) -> bytes:
    """Return the 履约验收书 as PDF, signed once it is published."""
    content = paper(card, sheet)
    if sheet.published_at:
        return official("acceptance_report", content, moment=sheet.published_at)
    return render("acceptance_report", content, moment=sheet.submitted_at or clock.now())


def paper(card: ContractCard, sheet: AcceptanceSheet) -> dict[str, Any]:
    """Return the data of the paper."""
    day = sheet.accepted_on
    signed = chinese_day(clock.moment(day)) if day else ""
    return {
        "title": "履约验收书",
        "project_number": card.project_number,
        "project_name": card.project_title,
        "issuer": card.buyer_name,
        "date": signed,
        "facts": _facts(card, sheet, signed),
        "items": [_item(line) for line in sheet.lines],
        "conclusion": sheet.conclusion,
        "opinions": [
            text
            for text in (
                sheet.opinion,
                sheet.other_opinions,
                sheet.tally,
                *_reservations(sheet),
                _answer(sheet),
            )
            if text
        ],
        "signatures": [
            {
                "name": member.name,
                "role": member.kind_label,
                "organisation": member.organisation,
                "signed_at": signed if member.signed else "",
            }
            for member in sheet.members
        ],
    }


def _facts(card: ContractCard, sheet: AcceptanceSheet, signed: str) -> list[dict[str, str]]:
    pairs = (
        ("合同编号", card.number),
        ("合同名称", card.title),
        ("采购人", card.buyer_name),
        ("供应商", card.supplier_name),
        ("合同金额", f"{money.yuan(card.amount)} 元"),
        ("本次验收合格金额", f"{money.yuan(sheet.amount)} 元"),
        ("验收日期", signed),
        ("验收地点", sheet.place),
    )
    return [{"label": label, "value": value} for label, value in pairs]


def _item(line: LookedAt) -> dict[str, str]:
    found = line.found
    if line.delivered is not None and line.verdict:
        counted = f"交付 {plain(line.delivered)}，合格 {plain(line.accepted or 0)}"
        found = "；".join(filter(None, (counted, found)))
    return {
        "name": line.name,
        "agreed": line.agreed,
        "found": found,
        "verdict": line.label or "未验收",
    }


def _reservations(sheet: AcceptanceSheet) -> list[str]:
    """Return what outside members wanted noted with their signatures."""
    return [f"{one.name}的保留意见：{one.text}" for one in sheet.said if one.signed and one.text]


def _answer(sheet: AcceptanceSheet) -> str:
    if not sheet.agreed_at:
        return ""
    return f"供应商{sheet.supplier_name}于 {chinese_day(sheet.agreed_at)}确认验收结果。"
