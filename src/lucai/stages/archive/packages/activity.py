"""采购活动记录: what 政府采购法 第四十二条 asks a file to begin with."""

from __future__ import annotations

from typing import Any

from lucai.kernel.errors import NotFound
from lucai.stages.archive.packages.dossier import Dossier
from lucai.stages.contract.contracts.selectors import contracts_of_project
from lucai.stages.plan.plans.choices import Method, ObjectKind
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.projects.selectors.joint import plans_joined


def activity_record(dossier: Dossier) -> dict[str, Any]:
    """Return the record: what was bought, with which money, how and why, from whom."""
    project = dossier.project
    return {
        "采购项目类别": ObjectKind(project.object_kind).label,
        "采购项目名称": project.title,
        "项目编号": project.number,
        "采购项目预算（分）": project.budget,
        "资金构成": _funds(dossier),
        "合同价格（分）": {card.number: card.amount for card in _signed(dossier)},
        "采购方式": Method(project.method).label,
        "采用该方式的原因": _method_reason(dossier),
        "邀请和选择供应商的条件及原因": _conditions(dossier),
        "评标标准": _criteria(dossier),
        "确定中标人的原因": _winners(dossier),
        "废标的原因": {lot.label: lot.reason for lot in project.lots if not lot.alive},
        "终止的原因": project.ended_reason,
    }


def _signed(dossier: Dossier) -> list[Any]:
    cards = contracts_of_project(dossier.eyes, dossier.number)
    return [card for card in cards if card.signed_at]


def _funds(dossier: Dossier) -> list[dict[str, Any]]:
    numbers = (dossier.project.plan_number, *plans_joined(dossier.number))
    try:
        plans = [plan_seen(dossier.eyes, number) for number in numbers]
    except NotFound:
        return []
    return [
        {"指标": f.code, "资金性质": f.fund_type, "金额（分）": f.amount}
        for plan in plans
        for f in plan.fundings
    ]


def _method_reason(dossier: Dossier) -> str:
    if dossier.project.method == Method.OPEN:
        return "公开招标是政府采购的主要采购方式"
    try:
        plan = plan_seen(dossier.eyes, dossier.project.plan_number)
    except NotFound:
        return ""
    card = plan.card
    if card.method is not Method.EMERGENCY:
        return card.method_reason
    found = f"{card.emergency_event}（{card.emergency_on}）：{card.emergency_finding}"
    return f"{found}{card.method_reason}"


def _conditions(dossier: Dossier) -> list[str]:
    try:
        sheet = document_seen(dossier.eyes, dossier.number)
    except NotFound:
        return []
    return [f"{r.number} {r.text}" for r in sheet.requirements if r.kind == "qualification"]


def _criteria(dossier: Dossier) -> str:
    try:
        return document_seen(dossier.eyes, dossier.number).card.evaluation_label
    except NotFound:
        return ""


def _winners(dossier: Dossier) -> dict[str, str]:
    return {
        f"包 {award.lot_number}": f"{award.supplier_name}："
        f"{award.reason or f'评标报告推荐的第 {award.rank} 中标候选人'}"
        for award in awards_of(dossier.eyes, dossier.number)
        if award.decided_at
    }
