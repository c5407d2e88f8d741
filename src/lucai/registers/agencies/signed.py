"""What is signed of agencies: an entry in the directory, an inspection, a draw of inspections."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.platform.web.jinja import day
from lucai.registers.agencies.selectors import agency_seen, draw_seen, inspection_seen


def entry(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return an entry as the agency wrote it, with what was said of it."""
    del step
    sheet = agency_seen(viewer, number)
    card = sheet.card
    lines = (
        ("代理机构", card.name),
        ("统一社会信用代码", card.uscc),
        ("地址", card.address),
        ("退回的理由", sheet.said),
        ("机构的异议", sheet.objection),
    )
    return subject("名录登记", {**picked(card, *CARD), **picked(sheet, *SHEET)}, lines)


def inspection(viewer: Viewer, number: str, step: str) -> Subject:
    """Return an inspection's result, as it is made public."""
    del step
    sheet = inspection_seen(viewer, number)
    lines = (
        ("检查对象", sheet.agency_name),
        ("检查结果", sheet.result_label),
        ("检查情况", sheet.findings),
        ("机构的意见", sheet.answer),
    )
    return subject("检查结果", picked(sheet, *INSPECTION), lines)


def draw(viewer: Viewer, number: str, step: str) -> Subject:
    """Return what is drawn: how many, by when; who is drawn follows from the act."""
    del step
    sheet = draw_seen(viewer, number)
    lines = (("抽取", sheet.title), ("数量", f"{sheet.places} 家"), ("检查期限", day(sheet.due_on)))
    return subject(
        "检查抽取", picked(sheet, "number", "title", "places", "due_on", "region"), lines
    )


CARD = ("number", "name", "uscc", "region", "address", "contact", "phone")
SHEET = (
    "legal_representative", "founded_on", "internal_control", "evaluates_at_home", "staff",
    "rooms", "said", "objection",
)  # fmt: skip
INSPECTION = (
    "number", "finance_name", "draw_number", "reason", "agency_name", "agency_uscc",
    "inspector_name", "inspected_on", "result", "result_label", "findings", "answer",
)  # fmt: skip
