"""What is signed of a negotiation: its record, and a change that the buyer decides on."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, subject
from lucai.stages.trade.negotiations.selectors import change_seen, record_seen


def record(viewer: Viewer, number: str, lot: int, pk: int) -> Subject:
    """Return a record of the talks, which its supplier confirms."""
    del lot
    line = record_seen(viewer, number, pk)
    lines = (("谈判内容", line.points), ("供应商答复", line.response))
    return subject("谈判记录", line, lines)


def change(viewer: Viewer, number: str, lot: int, pk: int) -> Subject:
    """Return a change of the document that was proposed."""
    del lot
    line = change_seen(viewer, number, pk)
    lines = (("变动的类别", line.kind_label), ("变动的内容", line.text), ("理由", line.reason))
    return subject("实质性变动", line, lines)
