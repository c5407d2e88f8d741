"""A recorder of the premises for demonstration and tests (模拟对接).

It takes a piece that has content and a digest, and gives a receipt; any other it refuses.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from lucai.stages.trade.sittings.ports import RecordedPiece, RecorderRefused

DIGEST_LENGTH = 64


class SimulatedRecorder:
    """Answers as the recorder of a trading centre would."""

    def note(self, piece: RecordedPiece, at: datetime) -> str:
        """Return a receipt for a piece that has content and a digest."""
        if not piece.size or len(piece.sha256) != DIGEST_LENGTH:
            raise RecorderRefused("录制片段没有内容或者没有摘要，场地录像系统不受理")
        told = f"{piece.project_number}|{piece.peer}|{piece.number}|{piece.sha256}|{at.isoformat()}"
        return f"LX-{hashlib.sha256(told.encode()).hexdigest()[:12]}（模拟对接）"
