"""A notification system for demonstration and tests (模拟对接).

It calls by voice and takes the key that is pressed. It keeps the rules of the real one: a call
names whom and what for, its text is short, an answer has at least ten minutes, the same purpose is
called once. What somebody answers is decided beforehand, or after five minutes everybody can come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zlib import crc32

from lucai.stages.trade.drawn_experts.ports import CallOut, CallReceipt, Heard, NotifierDown

LEAST = timedelta(minutes=10)
LONGEST = 200
"""How many characters are read out."""
RINGS_AND_THINKS = timedelta(minutes=5)
ASKED, TOLD = "TZ", "TX"
COMES, SILENT, DOWN = "comes", "silent", "down"
"""What somebody does; anything else is the reason why he or she cannot come."""


@dataclass(slots=True)
class SimulatedNotifier:
    """Answers as a platform for voice calls would; ``habits``: what each person does.

    A reference says whom was called, when and what for, so that a process begun anew still knows.
    """

    habits: Mapping[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    name: str = "示例语音通知平台（模拟对接）"

    def call(self, call: CallOut, at: datetime) -> CallReceipt:
        """Call somebody; a faulty call is refused with the reason."""
        if self._habit(call.person) == DOWN:
            raise NotifierDown("语音通知平台没有应答")
        if refused := _fault(call, at):
            return CallReceipt(self.name, "", refused)
        kind = ASKED if call.answer_by else TOLD
        told_apart = f"{crc32(call.purpose.encode()):08x}"
        stamp = f"{kind}-{call.person}-{int(at.timestamp())}-{told_apart}"
        return CallReceipt(self.name, self.made.setdefault(call.purpose, stamp))

    def heard(self, references: Sequence[str], at: datetime) -> list[Heard]:
        """Return what was pressed by now."""
        found = (self._heard(reference) for reference in references)
        return [one for one in found if one and one.at <= at]

    def _heard(self, reference: str) -> Heard | None:
        kind, person, stamp, *_ = reference.split("-")
        habit = self._habit(person)
        if kind != ASKED or habit == SILENT:
            return None
        pressed_at = datetime.fromtimestamp(int(stamp), UTC) + RINGS_AND_THINKS
        return Heard(reference, habit == COMES, "" if habit == COMES else habit, pressed_at)

    def _habit(self, person: str) -> str:
        return self.habits.get(person, COMES)


def _fault(call: CallOut, at: datetime) -> str:
    if not (call.person and call.purpose and call.text):
        return "没有写明被叫人、事由和内容，平台不受理"
    if len(call.text) > LONGEST:
        return f"播报内容超过 {LONGEST} 字，平台不受理"
    if call.answer_by is not None and call.answer_by < at + LEAST:
        return "答复时间不足 10 分钟，平台不受理"
    return ""
