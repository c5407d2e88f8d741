"""Why something opened cannot count, in one line. Pure."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel.lifecycle import judge
from lucai.law.verdicts import Rule


def reasons(rules: tuple[Rule, ...], facts: object, at: datetime) -> str:
    """Return what blocks, sentence by sentence; empty where nothing does."""
    return "；".join(one.message for one in judge(rules, facts, at) if one.blocks)
