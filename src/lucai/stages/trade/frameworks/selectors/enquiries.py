"""Reading the questions that suppliers ask about a framework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.frameworks.models import FrameworkEnquiry


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """A question as its asker and its answerer read it: who asked is told to nobody."""

    pk: int
    question: str
    asked_at: datetime
    answer: str
    open: bool
    mine: bool


def enquiry_list(viewer: Viewer, number: str) -> list[EnquiryLine]:
    """List the questions asked about a framework, oldest first; a supplier reads its own."""
    rows = FrameworkEnquiry.objects.seen_by(viewer).filter(framework_number=number)
    return [_line(viewer, row) for row in rows.order_by("pk")]


def enquiry_seen(viewer: Viewer, number: str, pk: int) -> EnquiryLine:
    """Return one question.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _line(viewer, enquiry_row(viewer, number, pk))


def enquiry_row(viewer: Viewer, number: str, pk: int) -> FrameworkEnquiry:
    """Return a question itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = FrameworkEnquiry.objects.seen_by(viewer).filter(framework_number=number, pk=pk)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这条询问。")
    found: FrameworkEnquiry = row
    return found


def _line(viewer: Viewer, row: FrameworkEnquiry) -> EnquiryLine:
    own = viewer.organisation if viewer.side is Side.SUPPLIER else None
    return EnquiryLine(
        row.pk, row.question, row.asked_at, row.answer, row.state == "asked",
        row.supplier_id == own,
    )  # fmt: skip
