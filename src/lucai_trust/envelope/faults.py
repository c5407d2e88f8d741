"""Who is to blame when an envelope does not open: each fault names its culprit.

The order of the checks matters, and is the callers': first the receipt (platform), then each
released share (that holder), then everything recomputed (bidder), then who stayed silent.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from lucai_trust.errors import TrustError


class Culprit(StrEnum):
    """Whose fault it is."""

    PLATFORM = "platform"
    HOLDER = "holder"
    BIDDER = "bidder"
    ABSENT_HOLDER = "absent-holder"


class Fault(TrustError):
    """An opening went wrong, and it can be shown who did it."""

    culprit: ClassVar[Culprit]
    holders: tuple[str, ...] = ()


class PlatformFault(Fault):
    """What the platform kept is not what it gave a receipt for."""

    culprit = Culprit.PLATFORM


class BidderFault(Fault):
    """The envelope itself is wrong: its keys, shares or content do not fit one another."""

    culprit = Culprit.BIDDER


class HolderFault(Fault):
    """A holder released another share than the one committed to, or takes its own word back."""

    culprit = Culprit.HOLDER

    def __init__(self, what: str, *holders: str) -> None:
        super().__init__(what)
        self.holders = holders


class AbsentHolder(Fault):
    """Too few holders released a share; these did not, or released a wrong one."""

    culprit = Culprit.ABSENT_HOLDER

    def __init__(self, what: str, holders: Iterable[str]) -> None:
        super().__init__(what)
        self.holders = tuple(holders)
