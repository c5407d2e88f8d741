"""The spine of an opening: where it stands between signing in and the review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.stages.trade.decryptions.selectors import Window


@dataclass(frozen=True, slots=True)
class Stage:
    """One knot of the hall's spine."""

    label: str
    state: str
    note: str


def stages_of(
    state: str,
    recorded_at: datetime | None,
    deadline: datetime,
    rows: Sequence[str],
    window: Window | None,
) -> tuple[Stage, ...]:
    """The spine: deadline, signing in, decrypting, reading out, confirming, record, review."""
    at = deadline.astimezone(clock.BEIJING)
    done = 0 if clock.now() < deadline else 1
    done = {"scheduled": done, "decrypting": 2, "open": 3, "recorded": 5, "cancelled": done}[state]
    confirmed = sum(state != "read" for state in rows)
    opening = f"{len(rows)} 家" if rows else ""
    if window and state == "decrypting":
        opening = f"{window.decrypted} / {window.total} 已解密"
    notes = (
        f"{at:%m-%d %H:%M:%S}",
        "截止后",
        opening,
        f"{confirmed} / {len(rows)} 家" if rows else "",
        f"{recorded_at.astimezone(clock.BEIJING):%H:%M:%S}" if recorded_at else "",
        "",
    )
    labels = ("投标截止", "签到", "开启文件", "确认开标记录", "形成记录", "移交评审")
    return tuple(
        Stage(label, _mark(place, done, state), note)
        for place, (label, note) in enumerate(zip(labels, notes, strict=True))
    )


def _mark(place: int, done: int, state: str) -> str:
    if state == "cancelled" and place == done:
        return "stopped"
    return "done" if place < done else ("now" if place == done else "")
