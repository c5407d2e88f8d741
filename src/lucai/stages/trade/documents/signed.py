"""The tender document and its clarifications as they are confirmed and published."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.platform.web.jinja import moment
from lucai.stages.trade.documents.selectors import clarification_seen, document_seen


def document(viewer: Viewer, number: str, name: str) -> Subject:
    """Return the whole document: terms, chapters, requirements and criteria."""
    del name
    sheet = document_seen(viewer, number)
    card = sheet.card
    lines = (
        ("项目", sheet.project.title),
        ("采购文件", f"{card.blank_title}，第 {card.edition} 版"),
        ("投标截止时间", moment(card.bid_deadline) if card.bid_deadline else ""),
        (
            "内容",
            f"{len(sheet.chapters)} 章，{len(sheet.requirements)} 条要求，{len(sheet.criteria)} 项评审因素",
        ),
    )
    content = {
        "terms": picked(card, *TERMS),
        "lots": sheet.project.lots,
        "chapters": sheet.chapters,
        **picked(sheet, "requirements", "criteria"),
    }
    return subject("采购文件", content, lines, without=("fields",))


def clarification(viewer: Viewer, number: str, place: int) -> Subject:
    """Return a clarification with the words it puts into the document."""
    sheet = clarification_seen(viewer, number, place)
    lines = (
        ("澄清或者修改的内容", sheet.text),
        ("新的投标截止时间", moment(sheet.new_deadline) if sheet.new_deadline else ""),
    )
    return subject("更正公告", sheet, lines)


TERMS = (
    "project_number", "edition", "method", "evaluation_method", "texts", "notice_on",
    "notice_until", "available_until", "bid_deadline", "opening_place", "performance_period",
    "validity_days", "bid_security", "sme_rate", "sme_joint_rate", "domestic_applies",
    "low_price_ratios", "tie_rule", "consortium", "core_product", "rounds", "bidder_keys",
)  # fmt: skip
