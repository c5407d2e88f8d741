"""Outside systems of a sitting: the conference that carries pictures, the recorder of the premises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ConferenceTerms:
    """How windows meet: ``relays`` are addresses of the region's own STUN and TURN servers.

    Empty: windows connect directly within one network, and no server outside is asked.
    """

    name: str
    relays: tuple[str, ...] = ()


class Conference(Protocol):
    """A conference system; sound and picture never pass through LuCai itself."""

    def terms(self, project_number: str) -> ConferenceTerms:
        """Return how the windows of this sitting meet."""
        ...


@dataclass(frozen=True, slots=True)
class RecordedPiece:
    """A piece of a recording: whose, which one, its digest."""

    project_number: str
    seat: int
    peer: str
    number: int
    sha256: str
    size: int


class RecorderRefused(Exception):
    """The recorder does not take a piece; the message says why, in Chinese."""


class Recorder(Protocol):
    """The recording system of the premises, which is told every piece that LuCai keeps."""

    def note(self, piece: RecordedPiece, at: datetime) -> str:
        """Return the recorder's receipt.

        Raises:
            RecorderRefused: it does not take the piece.
        """
        ...


class DirectConference:
    """Windows connect to each other without any server between them."""

    def terms(self, project_number: str) -> ConferenceTerms:
        """Return no relays."""
        del project_number
        return ConferenceTerms("浏览器直接连接")


_conference: list[Conference] = [DirectConference()]
_recorder: list[Recorder] = []


def use(*, conference: Conference | None = None, recorder: Recorder | None = None) -> None:
    """Choose the systems (wiring, and tests)."""
    if conference:
        _conference[:] = [conference]
    if recorder:
        _recorder[:] = [recorder]


def terms(project_number: str) -> ConferenceTerms:
    """Return how the windows of a sitting meet."""
    return _conference[0].terms(project_number)


def note(piece: RecordedPiece, at: datetime) -> str:
    """Tell the recorder; without one there is no receipt."""
    return _recorder[0].note(piece, at) if _recorder else ""
