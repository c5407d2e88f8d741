"""The disclosure of what is owed to small and medium firms, as it is made public."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.payment.disclosures.selectors import disclosure_seen


def disclosure(viewer: Viewer, year: int, buyer: int) -> Subject:
    """Return what the books say now, line by line."""
    sheet = disclosure_seen(viewer, year, buyer)
    now = sheet.now
    lines = (
        ("年度", f"{year}"),
        ("单位", sheet.line.buyer_name),
        ("逾期尚未支付", f"{now.contracts} 份合同，{money.yuan(now.amount)} 元"),
    )
    content = {"year": year, "buyer": buyer, **picked(sheet, "now", "lines")}
    return subject("逾期款项公示", content, lines)
