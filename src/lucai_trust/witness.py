"""A witness of logs (C2SP tlog-witness): cosigns what only grew, and never two histories.

Pure: the clock's reading, the memory and the keys come in from outside. The one rule that
everything hangs on is that the memory has taken the new head, for good, before an answer
leaves: a witness that was killed in between has promised nothing it could forget.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lucai_trust import merkle
from lucai_trust.checkpoint import Checkpoint, SignedNote, SigningKey, VerifierKey, decode_base64
from lucai_trust.cosignature import MlDsaSigningKey, cosign
from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.errors import NoteRefused, TrustError

LONGEST_PROOF = 63
LONGEST_REQUEST = 256 * 1024
TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """The latest head of a log that a witness cosigned."""

    size: int
    root: bytes


EMPTY = Head(0, merkle.EMPTY_ROOT)
"""What a witness has seen of a log it never cosigned."""


class Memory(Protocol):
    """What a witness must never forget, kept where a crash or a power cut cannot take it."""

    def latest(self, origin: str) -> Head:
        """Return the latest head cosigned of a log, ``EMPTY`` if there is none."""
        ...

    def advance(self, origin: str, old: Head, new: Head, note: str) -> bool:
        """Replace ``old`` by ``new`` in one step, if ``old`` is still what is kept.

        When it answers True, the new head is on the disk; when False, nothing changed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the witness, to be sent as it stands."""

    status: int
    body: str
    content_type: str = TEXT


@dataclass(frozen=True, slots=True)
class Submission:
    """A request to cosign: the size the log believes cosigned, the proof, the checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    note: SignedNote

    def encode(self) -> str:
        """Spell the request's body."""
        hashes = [base64.b64encode(each).decode("ascii") for each in self.proof]
        return "\n".join([f"old {self.old_size}", *hashes]) + "\n\n" + self.note.encode()

    @classmethod
    def parse(cls, encoded: bytes) -> Submission:
        """Read a request's body.

        Raises:
            NoteRefused: not of this form.
        """
        try:
            head, gap, note = encoded.decode("utf-8").partition("\n\n")
        except UnicodeDecodeError as error:
            raise NoteRefused("a request is UTF-8 text") from error
        old, *lines = head.split("\n")
        size, proof = _OLD.fullmatch(old), tuple(decode_base64(line) for line in lines)
        if not gap or not size:
            raise NoteRefused("a request is an old size line, a proof, an empty line, a checkpoint")
        if len(proof) > LONGEST_PROOF or any(len(each) != DIGEST_SIZE for each in proof):
            raise NoteRefused("a proof is up to 63 hashes of 32 bytes")
        return cls(int(size[1]), proof, SignedNote.parse(note))


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness with its name and keys, the logs it knows by origin, and its memory."""

    name: str
    keys: Sequence[SigningKey | MlDsaSigningKey]
    logs: Mapping[str, Sequence[VerifierKey]]
    memory: Memory

    def add_checkpoint(self, request: bytes, now: int) -> Answer:
        """Answer one ``add-checkpoint`` request.

        200 with cosignature lines; 400 malformed; 403 not signed by the log; 404 a log that
        is not known; 409 another size was cosigned last (the body says which), or another
        root of the same size; 422 the proof does not show that the log only grew.

        Args:
            now: seconds since 1970 (UTC) by the witness's own clock.
        """
        try:
            submission = Submission.parse(request)
            head = Checkpoint.parse(submission.note.text)
        except TrustError as error:
            return Answer(400, f"{error}\n")
        if head.origin not in self.logs:
            return Answer(404, "this witness does not know that log\n")
        if not self._is_signed(submission.note, head.origin):
            return Answer(403, "no key of that log signed this checkpoint\n")
        if submission.old_size > head.size:
            return Answer(400, "the old size is larger than the checkpoint's\n")
        return self._advance(submission, head, now)

    def _advance(self, submission: Submission, head: Checkpoint, now: int) -> Answer:
        latest, new = self.memory.latest(head.origin), Head(head.size, head.root)
        if submission.old_size != latest.size:
            return _conflict(latest)
        if latest.size == new.size and latest.root != new.root:
            return _conflict(latest)
        if not _only_grew(latest, new, submission.proof):
            return Answer(422, "the proof does not show that this log only grew\n")
        if not self.memory.advance(head.origin, latest, new, submission.note.encode()):
            return _conflict(self.memory.latest(head.origin))
        lines = [cosign(submission.note.text, self.name, key, now) for key in self.keys]
        return Answer(200, "".join(line.encode() for line in lines))

    def _is_signed(self, note: SignedNote, origin: str) -> bool:
        try:
            return bool(note.signers(self.logs[origin]))
        except NoteRefused:
            return False


def _only_grew(old: Head, new: Head, proof: Sequence[bytes]) -> bool:
    if old.size in {0, new.size}:
        # Nothing, or the same: there is nothing to prove, and a proof of nothing must be empty.
        return not proof
    return merkle.verify_consistency(old.size, new.size, proof, old.root, new.root)


def _conflict(latest: Head) -> Answer:
    return Answer(409, f"{latest.size}\n", SIZE)
