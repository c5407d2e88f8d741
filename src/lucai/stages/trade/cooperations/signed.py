"""What is signed of a cooperation: its plan and notice, and what the group's members found."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.cooperations.selectors import cooperation_seen, opinion_desk


def plan(viewer: Viewer, number: str, name: str = "") -> Subject:
    """Return the plan that is confirmed and published."""
    del name
    sheet = cooperation_seen(viewer, number)
    lines = (
        ("最低研发目标", sheet.terms.get("goal", "")),
        ("拟确定的研发供应商", f"{sheet.wanted} 家"),
        ("研发期限", f"{sheet.months} 个月"),
    )
    return subject("合作创新采购方案", picked(sheet, *PLAN), lines)


def outcome(viewer: Viewer, number: str, name: str = "") -> Subject:
    """Return who applied, was found fit, ranked and chosen: what is decided by and announced."""
    del name
    sheet = cooperation_seen(viewer, number)
    applicants = [picked(one, *APPLICANT) for one in sheet.applicants]
    lines = [(str(one["supplier_name"]), _place(one)) for one in applicants]
    content = {**picked(sheet, *OUTCOME), "applicants": applicants}
    return subject("评审结果", content, lines)


def opinions(viewer: Viewer, number: str, stage: str) -> Subject:
    """Return what every member found; who has signed it meanwhile is no part of it."""
    desk = opinion_desk(viewer, number, stage)
    content = {
        **picked(desk, "project_number", "stage", "factors", "judged"),
        "marks": [picked(one, "place", "role_label", "marks") for one in desk.lines],
    }
    lines = ((one.name, "\n".join(one.lines)) for one in desk.judged)
    return subject("评审报告", content, lines)


def _place(one: dict[str, object]) -> str:
    rank = f"第 {one['rank']} 名" if one["rank"] else ""
    return (
        "，".join(str(part) for part in (rank, one["finding"], one["reason"]) if part) or "已申请"
    )


PLAN = (
    "project_number", "terms", "factors", "stages", "wanted", "months", "major", "most_cost",
    "ratio", "incentive", "quantity", "unit", "price_ceiling", "research_budget",
    "purchase_budget", "apply_until",
)  # fmt: skip
OUTCOME = ("project_number", "ranking", "report", "chosen", "first", "first_supplier_id")
APPLICANT = ("pk", "supplier_id", "supplier_name", "state", "finding", "reason", "rank", "total")
