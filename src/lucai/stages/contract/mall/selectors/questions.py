"""Reading the questions that suppliers ask about orders and enquiries of the mall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.contract.mall.models import MallEnquiry


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as its asker and its answerer read it: who asked is told to nobody."""

    pk: int
    question: str
    asked_at: datetime
    answer: str
    open: bool


def questions_of(viewer: Viewer, number: str) -> list[QuestionLine]:
    """List the questions asked about an order or an enquiry, oldest first; a supplier its own."""
    rows = MallEnquiry.objects.seen_by(viewer).filter(of_number=number)
    return [_line(row) for row in rows.order_by("pk")]


def question_seen(viewer: Viewer, number: str, pk: int) -> QuestionLine:
    """Return one question.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    return _line(question_row(viewer, number, pk))


def question_row(viewer: Viewer, number: str, pk: int) -> MallEnquiry:
    """Return a question itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = MallEnquiry.objects.seen_by(viewer).filter(of_number=number, pk=pk).first()
    if not row:
        raise NotFound("没有找到这条询问。")
    found: MallEnquiry = row
    return found


def _line(row: MallEnquiry) -> QuestionLine:
    return QuestionLine(row.pk, row.question, row.asked_at, row.answer, row.state == "asked")
