"""What sealing asks of others: the witnesses of the log, share servers, and the opening hall.

Other organisations run them. The site says which there are; without any, no policy that names
automatic holders can be published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lucai_trust.checkpoint import NoteSignature, SignedNote

Prove = Callable[[int, int], Sequence[bytes]]


@dataclass(frozen=True, slots=True)
class Said:
    """What a share server answered: 200 with a signed statement, or a refusal with its reason."""

    status: int
    body: bytes


class Witness(Protocol):
    """Somebody who cosigns the log's checkpoints."""

    def cosign(self, note: SignedNote, prove: Prove) -> Sequence[NoteSignature]:
        """Return the witness's lines for a checkpoint; none where it does not answer."""
        ...


class ShareServer(Protocol):
    """An automatic holder."""

    def release(self, request: bytes) -> Said:
        """Ask for the share of one envelope."""
        ...

    def acknowledge(self, request: bytes) -> Said:
        """Ask whether the share that was wrapped for it opens."""
        ...

    def alarms(self) -> Said:
        """Ask for the alarms it has raised, each signed."""
        ...


@dataclass(frozen=True, slots=True)
class ReadOut:
    """What was read out of a lot: prices in 分 by the envelope's SHA-256, and since when.

    ``aloud``: to everybody, as the method asks; else nobody but its parties learns who bid.
    """

    started_at: datetime
    recorded_at: datetime | None
    prices: Mapping[str, int]
    aloud: bool = True

    @property
    def is_public(self) -> bool:
        """Whether everybody may know it."""
        return self.aloud and self.recorded_at is not None


class Mirror(Protocol):
    """Another organisation's keeping of what was handed in: ciphertext, which it cannot open either.

    It remembers by itself how far it has come, so that an empty one gets everything from the start.
    """

    def position(self) -> int:
        """Return up to which entry of the log it has everything."""
        ...

    def keep(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a file, whole or not at all; one that it has stays as it is.

        Raises:
            OSError: it cannot be reached, or is full.
        """
        ...

    def advance(self, position: int) -> None:
        """Remember how far it has come."""
        ...


Hall = Callable[[str, int], ReadOut | None]

_halls: list[Hall] = []
_mirrors: list[Mirror] = []
_witnesses: list[Witness] = []
_servers: dict[str, ShareServer] = {}


def use_hall(hall: Hall) -> None:
    """Name who knows what was read out; nothing where a lot was not opened."""
    _halls[:] = [hall]


def read_out(project_number: str, lot_number: int) -> ReadOut | None:
    """Return what was read out of a lot."""
    return _halls[0](project_number, lot_number) if _halls else None


def use_mirror(mirror: Mirror | None) -> None:
    """Name who keeps a second copy of what is handed in; nobody: there is none."""
    _mirrors[:] = [mirror] if mirror else []


def mirror() -> Mirror | None:
    """Return who keeps a second copy, if anybody does."""
    return _mirrors[0] if _mirrors else None


def use_witnesses(witnesses: Sequence[Witness]) -> None:
    """Name the witnesses of the log."""
    _witnesses[:] = witnesses


def use_server(holder: str, server: ShareServer) -> None:
    """Name the share server of an automatic holder."""
    _servers[holder] = server


def forget_server(holder: str) -> None:
    """Ask a holder no more."""
    _servers.pop(holder, None)


def witnesses() -> tuple[Witness, ...]:
    """Return the witnesses of the log."""
    return tuple(_witnesses)


def server_of(holder: str) -> ShareServer | None:
    """Return the share server of a holder, if one is known."""
    return _servers.get(holder)
