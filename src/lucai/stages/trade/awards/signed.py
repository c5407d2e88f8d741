"""What is signed of an award: the report it rests on, and the notice of the result."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, subject
from lucai.stages.trade.awards.schemas import AnnouncementIn
from lucai.stages.trade.awards.selectors import announcement, award_seen
from lucai.stages.trade.evaluations.signed import signed_report

report = signed_report
"""The report as it is handed to the buyer, and as the buyer decides by it."""


def notice(viewer: Viewer, number: str, lot: int) -> Subject:
    """Return the notice of the result as it goes out; what is typed into it stands beside it."""
    sheet = award_seen(viewer, number, lot)
    lines = (
        ("中标、成交供应商", sheet.supplier_name),
        ("中标、成交金额", f"{money.yuan(sheet.amount)} 元" if sheet.amount else ""),
    )
    return subject("采购结果公告", announcement(viewer, number, lot, AnnouncementIn()), lines)
