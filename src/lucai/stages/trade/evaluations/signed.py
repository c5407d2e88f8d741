"""What is signed of an evaluation: who qualifies, a member's own marks, the panel's report."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.evaluations.selectors import ResultLine
from lucai.stages.trade.evaluations.selectors.handed_in import (
    FoundLine,
    own_marks,
    qualification_found,
)
from lucai.stages.trade.evaluations.selectors.reports import Report, report_of


def qualification(viewer: Viewer, number: str, lot: int, step: str) -> Subject:
    """Return what the organiser found of every bidder's qualification."""
    del step
    found = qualification_found(viewer, number, lot)
    names = dict.fromkeys(one.supplier_name for one in found)
    lines = [
        (name, _qualifies([one for one in found if one.supplier_name == name])) for name in names
    ]
    return subject("资格审查结果", {"number": number, "lot": lot, "findings": found}, lines)


def marks(viewer: Viewer, number: str, lot: int, step: str) -> Subject:
    """Return the member's own marks; dark parts under the codes that name nobody."""
    del step
    found = own_marks(viewer, number, lot)
    lines = [
        (
            heading,
            "；".join(f"{one.factor} {one.points} 分" for one in found if one.heading == heading),
        )
        for heading in dict.fromkeys(one.heading for one in found)
    ]
    return subject("评分表", {"number": number, "lot": lot, "marks": found}, lines)


def report(viewer: Viewer, number: str, lot: int) -> Subject:
    """Return what the panel found; who has signed it meanwhile is no part of it."""
    shown = report_of(viewer, number, lot)
    return subject("评审报告", _found(shown), _lines(shown))


def signed_report(viewer: Viewer, number: str, lot: int) -> Subject:
    """Return the report with who signed it and who did not agree, as it is handed over."""
    shown = report_of(viewer, number, lot)
    content = {**_found(shown), **picked(shown, "signed", "dissents")}
    return subject("评审报告", content, _lines(shown))


def _qualifies(found: list[FoundLine]) -> str:
    """Return the verdict on a bidder, with what it does not meet and why."""
    failed = (f"{one.number} {one.reason}" for one in found if not one.passed)
    return "；".join(failed) or "合格"


def _found(shown: Report) -> dict[str, object]:
    sheet = shown.sheet
    return {
        **picked(sheet, "project_number", "lot_number", "ceiling", "failed_reason", "reported_at"),
        "bids": [picked(bid, *BID) for bid in sheet.bids],
        "results": sheet.results,
        **picked(shown, "qualification", "compliance", "price_points", "calculation", "sha256"),
    }


def _lines(shown: Report) -> list[tuple[str, str]]:
    results = sorted(shown.sheet.results, key=lambda one: one.rank or len(shown.sheet.results) + 1)
    lines = [(one.supplier_name, _said(one)) for one in results]
    failed = shown.sheet.failed_reason
    return [*lines, *([("终止的原因", failed)] if failed else [])]


def _said(line: ResultLine) -> str:
    price = f"报价 {money.yuan(line.price)} 元"
    if line.rank is None:
        return f"{price}，{line.reason or '没有排名'}"
    total = f"，总分 {line.total_text}" if line.total_text else ""
    return f"第 {line.rank} 名，{price}{total}"


BID = ("code", "supplier_name", "price", "qualified", "compliant", "reason")
