"""Questions and complaints: when somebody should have known, and which way leads on."""

from __future__ import annotations

from datetime import date

from lucai.law.deadlines import Deadline, deadline
from lucai.law.parameters import parameter
from lucai.law.rules import calculates

calculates("GP-QST-02", "GP-CMP-01", "GP-CMP-14")

REVIEW, LAWSUIT = "review", "lawsuit"
DOCUMENT, PROCESS, RESULT = "document", "process", "result"


def question_window(about: str, *, known_on: date, notice_until: date | None = None) -> Deadline:
    """Return the last day to raise a 质疑 (GP-QST-02).

    Args:
        about: document, process or result.
        known_on: the day the document was obtained, or the step of the process ended.
        notice_until: the day the notice period ends; it alone starts the clock for a result.
    """
    start = notice_until if about == RESULT and notice_until else known_on
    return deadline("GP-QST-02", start)


def complaint_window(question_received_on: date) -> Deadline:
    """Return the last day to complain: counted from the end of the reply period (GP-CMP-01)."""
    reply = deadline("GP-QST-05", question_received_on)
    return deadline("GP-CMP-01", reply.date)


def remedies_after_silence(on: date) -> tuple[str, ...]:
    """Return what is open when the authority stays silent on a complaint (GP-CMP-14)."""
    since = parameter("GP-CMP-14", "silence_review_first_from", on=on).value
    return (REVIEW,) if on >= since else (REVIEW, LAWSUIT)


def last_day_for_remedy(remedy: str, known_on: date) -> Deadline:
    """Return the last day for 行政复议 or 行政诉讼 after a ruling is known."""
    return deadline("GP-CMP-14", known_on, remedy)
