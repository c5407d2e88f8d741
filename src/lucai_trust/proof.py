"""The proof that an entry is in a log, as a file (C2SP tlog-proof, ``.tlog-proof``)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from lucai_trust import merkle
from lucai_trust.checkpoint import Checkpoint, SignedNote, decode_base64
from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.errors import ProofRefused, TrustError
from lucai_trust.policy import Witnessed, WitnessPolicy

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST_PATH = 63
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class LogProof:
    """Where an entry is, the path from it to the root, and the signed checkpoint with that root.

    ``extra`` travels along unauthenticated: nothing may be trusted because it stands there.
    """

    index: int
    path: tuple[bytes, ...]
    note: SignedNote
    extra: bytes = b""

    def encode(self) -> str:
        """Spell the proof as the file's text."""
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode('ascii')}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(each).decode("ascii") for each in self.path]
        return "\n".join(lines) + "\n\n" + self.note.encode()

    @classmethod
    def parse(cls, encoded: str | bytes) -> LogProof:
        """Read a proof; it is not yet verified.

        Raises:
            ProofRefused: not a proof of this form.
        """
        try:
            return cls._parse(encoded if isinstance(encoded, str) else encoded.decode("utf-8"))
        except (TrustError, UnicodeDecodeError) as error:
            raise ProofRefused(f"not a proof of a log: {error}") from error

    @classmethod
    def _parse(cls, text: str) -> LogProof:
        head, _, note = text.partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER:
            raise ProofRefused(f"the first line is {HEADER}")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = decode_base64(lines.pop(0).removeprefix("extra "))
        place = _INDEX.fullmatch(lines[0]) if lines else None
        path = tuple(decode_base64(line) for line in lines[1:])
        if place is None or len(path) > LONGEST_PATH or any(len(p) != DIGEST_SIZE for p in path):
            raise ProofRefused("an index line and up to 63 hashes of 32 bytes are expected")
        return cls(int(place[1]), path, SignedNote.parse(note), extra)

    def holds(self, leaf_hash: bytes) -> bool:
        """Say whether the path leads from this leaf to the checkpoint's root; no key is asked."""
        try:
            head = Checkpoint.parse(self.note.text)
        except TrustError:
            return False
        return merkle.verify_inclusion(leaf_hash, self.index, head.size, self.path, head.root)

    def verify(self, leaf_hash: bytes, policy: WitnessPolicy) -> Witnessed:
        """Return the checkpoint that holds this leaf, when it counts under the policy.

        Raises:
            NoteRefused: the checkpoint does not count.
            ProofRefused: the path does not lead from this leaf to its root.
        """
        witnessed = policy.judge(self.note)
        if not self.holds(leaf_hash):
            raise ProofRefused("the path does not lead from this entry to the checkpoint's root")
        return witnessed
