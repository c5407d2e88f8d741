"""An identity check for demonstration and tests (模拟对接).

It answers a question that names person, name and purpose, about a picture that was just taken.
A picture of somebody else, of nobody, or of a photograph is refused with the reason, as the real
one does.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from lucai.stages.trade.panels.ports import IdentityAnswer, IdentityQuestion, IdentitySystemDown
from lucai_trust import canonical

SELF, OTHER, PHOTO, NOBODY, DOWN = "self", "other", "photo", "nobody", "down"
FACES = {
    SELF: "本人",
    OTHER: "另一个人",
    PHOTO: "一张照片",
    NOBODY: "没有人，或者光线太暗",
    DOWN: "（核验系统没有应答）",
}
REFUSALS = {
    OTHER: "镜头前的人与登记的照片不是同一人",
    PHOTO: "没有通过活体检测，请本人正对镜头",
    NOBODY: "没有拍到人脸，请正对镜头并保证光线充足",
}


class SimulatedIdentityCheck:
    """Answers as the region's identity check would."""

    name = "示例核身平台（模拟对接）"

    def choices(self) -> list[tuple[str, str]]:
        """Return whom one may hold before the camera."""
        return list(FACES.items())

    def check(self, question: IdentityQuestion, at: datetime) -> IdentityAnswer:
        """Pass the person alone; a faulty question is refused."""
        if question.face == DOWN:
            raise IdentitySystemDown("身份核验系统没有应答")
        reason = _fault(question)
        raw = canonical([question.person, question.purpose, question.face, at.isoformat()])
        reference = f"SF-{hashlib.sha256(raw).hexdigest()[:12]}"
        return IdentityAnswer(not reason, reason, self.name, reference, at.isoformat())


def _fault(question: IdentityQuestion) -> str:
    if not (question.person and question.name and question.purpose):
        return "没有写明被核验人和核验事由，系统不受理"
    if question.face not in FACES:
        return REFUSALS[NOBODY]
    return REFUSALS.get(question.face, "")
