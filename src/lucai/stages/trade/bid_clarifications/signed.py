"""The question that a bidder answers."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.bid_clarifications.selectors import clarification_seen


def question(viewer: Viewer, number: str, pk: int) -> Subject:
    """Return what the panel asked."""
    line = clarification_seen(viewer, number, pk)
    content = picked(line, "project_number", "lot_number", "bid_code", "question", "asked_at")
    return subject("评审委员会的要求", content, [("要求澄清的内容", line.question)])
