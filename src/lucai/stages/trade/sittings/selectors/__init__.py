"""Reading sittings."""

from lucai.stages.trade.sittings.selectors.records import (
    RecordingLine,
    recording_file,
    recordings_of,
    sitting_facts_told,
    sitting_lines,
)
from lucai.stages.trade.sittings.selectors.sheets import (
    SittingSheet,
    has_sitting,
    plan_defaults,
    presence_mark,
    sitting_row,
    sitting_seen,
)
from lucai.stages.trade.sittings.selectors.windows import Window, window_of

__all__ = [
    "RecordingLine",
    "SittingSheet",
    "Window",
    "has_sitting",
    "plan_defaults",
    "presence_mark",
    "recording_file",
    "recordings_of",
    "sitting_facts_told",
    "sitting_lines",
    "sitting_row",
    "sitting_seen",
    "window_of",
]
