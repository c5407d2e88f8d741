"""The list of files that is handed over."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.archive.transfers.selectors import transfer_seen


def transfer(viewer: Viewer, number: str, step: str) -> Subject:
    """Return to whom which files go, each by its digests."""
    del step
    sheet = transfer_seen(viewer, number)
    lines = (("接收单位", sheet.line.institution), ("档案", f"{sheet.line.count} 卷"))
    content = {**picked(sheet.line, "number", "institution", "count", "size"), "items": sheet.items}
    return subject("移交清册", content, lines)
