"""What is signed of a complaint: the 投诉书, and the decision on it."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.oversight.complaints.selectors import complaint_seen
from lucai.platform.signin.subjects import Subject, picked, subject


def letter(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return a complaint as it is written, with the digests of its papers."""
    del step
    sheet = complaint_seen(viewer, number)
    points = [(f"投诉事项 {one.place}", one.matter) for one in sheet.points]
    lines = [("投诉人", sheet.line.supplier_name), *points, ("投诉请求", sheet.request)]
    return subject("投诉书", {"number": number, **picked(sheet, *WRITTEN)}, lines)


def decision(viewer: Viewer, number: str) -> Subject:
    """Return the decision as it was drafted, with the complaint that it decides."""
    sheet = complaint_seen(viewer, number)
    draft = sheet.draft
    if draft is None:
        raise NotFound("还没有拟定处理决定。")
    points = [(f"投诉事项 {one.place}", one.matter) for one in sheet.points]
    lines = [
        ("投诉人", sheet.line.supplier_name), *points, ("处理结果", draft.ruling_label),
        ("查明的事实", draft.findings), ("处理依据", draft.basis), ("处理决定", draft.decision),
        ("鉴定费用负担", draft.cost_bearer),
    ]  # fmt: skip
    content = {"number": number, "draft": picked(draft, *DRAFT), "letter": picked(sheet, *WRITTEN)}
    return subject("投诉处理决定", content, lines)


WRITTEN = (
    "challenge_number", "about", "lots", "points", "request", "contact", "phone", "address",
    "agent", "agent_until", "partners", "signed_by", "files",
)  # fmt: skip
DRAFT = (
    "ruling_label", "reached_label", "findings", "basis", "decision", "cost_bearer", "drafter_name",
    "drafted_at",
)  # fmt: skip
