"""How the sealed rounds of a framework's calls are numbered: one for each package of a call."""

from __future__ import annotations

from lucai.stages.trade.sealing.subjects import ROUND

FRAMEWORK = "KJXY"
"""How the numbers of framework agreements begin; those of their orders begin so too."""


def is_framework(number: str) -> bool:
    """Whether a number is a framework's, or that of something under one."""
    return number.startswith(FRAMEWORK)


def call_key(number: str, round_: int) -> str:
    """Return the key of a call: the framework's number and the round."""
    return f"{number}-Z{round_}"


def round_number(number: str, round_: int) -> str:
    """Return the number under which responses to a call are sealed; its lots are the packages."""
    return f"{ROUND}{call_key(number, round_)}"


def call_label(round_: int) -> str:
    """Return what a call is called: the first, or a refill."""
    return "首次征集" if round_ == 1 else f"第 {round_ - 1} 次补充征集"
