"""The report on what was reserved for small and medium firms, as it is made public."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.contract.reserve_reports.selectors import report_seen


def report(viewer: Viewer, year: int, buyer: int) -> Subject:
    """Return the report's lines and sums as they stand now."""
    sheet = report_seen(viewer, year, buyer)
    lines = (
        ("年度", f"{year}"),
        ("单位名称", sheet.line.buyer_name),
        ("预留项目", f"{sheet.now.projects} 个，{money.yuan(sheet.now.total)} 元"),
        ("其中小微企业", f"{money.yuan(sheet.now.small)} 元"),
    )
    content = {"year": year, "buyer": buyer, **picked(sheet, "now", "lines", "shares", "short")}
    return subject("预留项目执行情况", content, lines)
