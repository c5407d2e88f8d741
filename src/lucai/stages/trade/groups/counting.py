"""From members' findings to the group's: the majority decides, marks are averaged. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lucai.law.exact import half_up

HUNDREDTHS = 100
PLACES = 2
HALF = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What one member found of one answer; ``mark`` in hundredths of a point."""

    place: int
    valid: bool
    reason: str
    mark: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the group finds of one answer: how many of how many found it good, the mean mark."""

    valid: bool
    votes: int
    members: int
    reason: str
    mark: int | None


def outcome(said: Sequence[Said]) -> Outcome:
    """Let the majority decide (87 art 61); the reasons are those of the members who were against."""
    votes = sum(one.valid for one in said)
    valid = votes * HALF > len(said)
    against = (f"{one.place} 号：{one.reason}" for one in said if not one.valid)
    marks = [one.mark for one in said if one.mark is not None]
    return Outcome(valid, votes, len(said), "" if valid else "；".join(against), _mean(marks))


def chosen(ballots: Sequence[int]) -> int:
    """Return the place with most ballots; among equals the one seated first."""
    counted = Counter(ballots)
    return min(counted, key=lambda place: (-counted[place], place))


def _mean(marks: Sequence[int]) -> int | None:
    if not marks:
        return None
    points = half_up(Fraction(sum(marks), len(marks) * HUNDREDTHS), PLACES)
    return int(points * HUNDREDTHS)
