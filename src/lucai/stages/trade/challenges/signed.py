"""The 质疑函 that is handed in, completed or answered."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.challenges.selectors import challenge_seen


def letter(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return a challenge as it is written, with the digests of its papers."""
    del step
    sheet = challenge_seen(viewer, number)
    points = [(f"质疑事项 {one.place}", one.matter) for one in sheet.points]
    lines = [("质疑对象", sheet.line.about_label), *points, ("质疑请求", sheet.request)]
    content = {"number": number, "about": sheet.line.about, **picked(sheet, *WRITTEN)}
    return subject("质疑函", content, lines)


WRITTEN = (
    "lots", "points", "request", "contact", "phone", "address", "agent", "agent_until", "partners",
    "signed_by", "files",
)  # fmt: skip
