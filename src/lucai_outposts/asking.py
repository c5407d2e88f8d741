"""Asking outposts from the platform's side: one POST, and the dance of a witness's sizes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from lucai_trust.checkpoint import Checkpoint, NoteSignature, SignedNote
from lucai_trust.cosignature import CosignerKey, cosignatures
from lucai_trust.errors import TrustError
from lucai_trust.witness import Submission

SECONDS = 5.0
LONGEST_ANSWER = 1024 * 1024
_TRIES = 3
Prove = Callable[[int, int], Sequence[bytes]]
_Place = tuple[str, str, int | None]
_kept = threading.local()
"""Of each thread: a connection to every outpost it has asked."""


class Unanswered(Exception):
    """An outpost could not be reached, or what it answered is no answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an outpost answered."""

    status: int
    body: bytes


def post(address: str, body: bytes, *, seconds: float = SECONDS) -> Reply:
    """Send one request to an outpost.

    Raises:
        Unanswered: it cannot be reached, or does not answer in time.
    """
    return _asked("POST", address, body, seconds)


def get(address: str, *, seconds: float = SECONDS) -> Reply:
    """Read from an outpost; as :func:`post`."""
    return _asked("GET", address, None, seconds)


def _asked(method: str, address: str, body: bytes | None, seconds: float) -> Reply:
    """Ask over the connection that this thread keeps to an outpost, or over a new one.

    What is asked of outposts may be asked twice: so where a kept connection was closed by the other
    side meanwhile, the same is asked once more over a new one.
    """
    parts = urlsplit(address)
    where = parts.scheme, parts.hostname or "", parts.port
    kept: dict[_Place, HTTPConnection] = vars(_kept).setdefault("connections", {})
    try:
        if old := kept.pop(where, None):
            with suppress(ConnectionError):
                return _answer(kept, where, old, method, parts.path or "/", body, seconds)
        fresh = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(*where[1:])
        return _answer(kept, where, fresh, method, parts.path or "/", body, seconds)
    except (OSError, HTTPException) as error:
        raise Unanswered(f"{address} does not answer: {error}") from error


def _answer(
    kept: dict[_Place, HTTPConnection],
    where: _Place,
    connection: HTTPConnection,
    method: str,
    path: str,
    body: bytes | None,
    seconds: float,
) -> Reply:
    connection.timeout = seconds
    if connection.sock:
        connection.sock.settimeout(seconds)
    whole = False
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.read(LONGEST_ANSWER))
        whole = answer.isclosed()
    finally:
        if not whole:  # it broke off, or more than we read is on its way
            connection.close()
    if connection.sock:
        kept[where] = connection
    return reply


def cosigned_by(
    address: str, note: SignedNote, known: int, prove: Prove, keys: Sequence[CosignerKey]
) -> list[NoteSignature]:
    """Have a witness cosign a checkpoint; return the lines of its keys, checked.

    Args:
        address: the witness's submission prefix.
        known: the size it cosigned last, as far as is known; it says so itself when it differs.
        prove: makes the consistency proof between two sizes of the log.

    Raises:
        Unanswered: it cannot be reached, refuses, or its cosignature is false.
    """
    size = Checkpoint.parse(note.text).size
    for _ in range(_TRIES):
        proof = tuple(prove(known, size)) if 0 < known < size else ()
        body = Submission(known, proof, note).encode().encode("utf-8")
        reply = post(f"{address.rstrip('/')}/add-checkpoint", body)
        if reply.status == 200:
            return _checked(note, reply.body, keys)
        if reply.status != 409 or not reply.body.strip().isdigit():
            break
        known = int(reply.body)
        if known > size:
            break
    raise Unanswered(f"{address} did not cosign: {reply.status} {reply.body[:200]!r}")


def _checked(note: SignedNote, lines: bytes, keys: Sequence[CosignerKey]) -> list[NoteSignature]:
    known = {(key.name, key.key_id) for key in keys}
    try:
        answered = SignedNote.parse(note.text + "\n" + lines.decode("utf-8"))
        cosignatures(answered, keys)
    except (TrustError, UnicodeDecodeError) as error:
        raise Unanswered(f"a witness answered no cosignature: {error}") from error
    return [line for line in answered.signatures if (line.name, line.key_id) in known]
