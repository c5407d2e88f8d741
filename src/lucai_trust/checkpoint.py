"""Checkpoints: a log's head as a C2SP signed note (signed-note, tlog-checkpoint), with Ed25519.

A note is text, an empty line, and signature lines ``— name base64(key id ‖ signature)``. Lines by
keys the reader does not know are carried along and ignored, so other algorithms can stand beside.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.errors import NoteRefused

ED25519_TYPE = 0x01
_PUBLIC_KEY_SIZE = 32
_KEY_ID_SIZE = 4
_SIGNATURE_PREFIX = "— "
_MOST_SIGNATURES = 100
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
# Control characters, and halves of surrogate pairs, which no UTF-8 text holds.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")


class SigningKey(Protocol):
    """An Ed25519 key that can sign: ``cryptography``'s own, or a device behind the same face."""

    def public_key(self) -> Ed25519PublicKey:
        """Return the public half."""
        ...

    def sign(self, data: bytes, /) -> bytes:
        """Return the Ed25519 signature of a message (RFC 8032)."""
        ...


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A log's public key with the name it signs under."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public_key) != _PUBLIC_KEY_SIZE:
            raise NoteRefused("an Ed25519 public key is 32 bytes")

    @classmethod
    def of(cls, name: str, key: SigningKey) -> VerifierKey:
        """Return the public half of a signing key under the name it signs with."""
        return cls(name, key.public_key().public_bytes_raw())

    @property
    def key_id(self) -> bytes:
        """The four bytes that tell keys of one name apart (signed-note, “Signatures”)."""
        return sha256(
            self.name.encode() + b"\n" + bytes([ED25519_TYPE]) + self.public_key
        ).digest()[:_KEY_ID_SIZE]

    def encode(self) -> str:
        """Spell the key as ``name+key id+base64``, the form other tools read."""
        encoded = base64.b64encode(bytes([ED25519_TYPE]) + self.public_key).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a key spelt by ``encode``."""
        parts = text.split("+", 2)
        raw = decode_base64(parts[-1])
        if len(parts) != 3 or raw[:1] != bytes([ED25519_TYPE]):
            raise NoteRefused("not an Ed25519 verifier key: name+key id+base64 is expected")
        key = cls(parts[0], raw[1:])
        if parts[1] != key.key_id.hex():
            raise NoteRefused("the verifier key's id does not belong to its name and key")
        return key

    def accepts(self, message: bytes, signature: bytes) -> bool:
        """Say whether a signature over a message is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    signature: bytes

    def encode(self) -> str:
        """Spell the line, with its ending."""
        encoded = base64.b64encode(self.key_id + self.signature).decode("ascii")
        return f"{_SIGNATURE_PREFIX}{self.name} {encoded}\n"


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text with the signatures over it."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or _CONTROL.search(self.text):
            raise NoteRefused("a note's text ends with a line end and holds no control characters")

    def encode(self) -> str:
        """Spell the note as it is stored and served."""
        return self.text + "\n" + "".join(each.encode() for each in self.signatures)

    @classmethod
    def parse(cls, encoded: str | bytes) -> SignedNote:
        """Read a note; the signatures are not yet checked.

        Raises:
            NoteRefused: malformed text or signature lines, or no signature at all.
        """
        try:
            whole = encoded if isinstance(encoded, str) else encoded.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NoteRefused("a note is UTF-8 text") from error
        head, gap, tail = whole.rpartition("\n\n")
        lines = tail.split("\n")
        if not gap or lines.pop() != "" or not 0 < len(lines) <= _MOST_SIGNATURES:
            raise NoteRefused("a note is its text, an empty line, and at least one signature line")
        return cls(head + "\n", tuple(_parse_signature(line) for line in lines))

    def with_signature(self, name: str, key: SigningKey) -> SignedNote:
        """Return the note with one more Ed25519 signature line."""
        signer = VerifierKey.of(name, key)
        line = NoteSignature(name, signer.key_id, key.sign(self.text.encode("utf-8")))
        return SignedNote(self.text, (*self.signatures, line))

    def signers(self, trusted: Iterable[VerifierKey]) -> list[VerifierKey]:
        """Return the trusted keys that signed this note.

        Raises:
            NoteRefused: a line claims a trusted key and its signature is false.
        """
        known = {(key.name, key.key_id): key for key in trusted}
        found: dict[VerifierKey, None] = {}
        for line in self.signatures:
            key = known.get((line.name, line.key_id))
            if key is None:
                continue
            if not key.accepts(self.text.encode("utf-8"), line.signature):
                raise NoteRefused(f"the signature of {line.name} on this note is false")
            found[key] = None
        return list(found)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's head: whose log, how many entries, which root (tlog-checkpoint)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin:
            raise NoteRefused("a checkpoint's origin is one line and not empty")
        if not _SIZE.fullmatch(str(self.size)) or len(self.root) != DIGEST_SIZE:
            raise NoteRefused("a checkpoint needs a size of zero or more and a root of 32 bytes")
        if any(not line or "\n" in line for line in self.extensions):
            raise NoteRefused("an extension line of a checkpoint is one line and not empty")

    @property
    def text(self) -> str:
        """The signed text, each line with its ending."""
        root = base64.b64encode(self.root).decode("ascii")
        return "".join(f"{line}\n" for line in (self.origin, self.size, root, *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a checkpoint's text; the signatures around it are ``SignedNote``'s matter."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() != "" or not _SIZE.fullmatch(lines[1]):
            raise NoteRefused("a checkpoint is its origin, its size and its root, a line each")
        return cls(lines[0], int(lines[1]), decode_base64(lines[2]), tuple(lines[3:]))


def sign(checkpoint: Checkpoint, name: str, key: SigningKey) -> str:
    """Sign a checkpoint under a log's name and spell the note as it is stored and served."""
    return SignedNote(checkpoint.text, ()).with_signature(name, key).encode()


def verify(encoded: str | bytes, log: VerifierKey, *, origin: str | None = None) -> Checkpoint:
    """Read a signed checkpoint and return it when the log's own key signed it.

    It must speak for ``origin``, which is the key's name unless told otherwise.

    Raises:
        NoteRefused: malformed, another log's, not signed by the key, or the signature is false.
    """
    note = SignedNote.parse(encoded)
    if not note.signers((log,)):
        raise NoteRefused(f"this checkpoint carries no signature of {log.name}")
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != (origin or log.name):
        raise NoteRefused(
            f"this checkpoint speaks for {checkpoint.origin}, not {origin or log.name}"
        )
    return checkpoint


def _parse_signature(line: str) -> NoteSignature:
    name, gap, encoded = line.removeprefix(_SIGNATURE_PREFIX).partition(" ")
    if not line.startswith(_SIGNATURE_PREFIX) or not gap:
        raise NoteRefused("a signature line is “— name base64”")
    check_key_name(name)
    raw = decode_base64(encoded)
    if len(raw) <= _KEY_ID_SIZE:
        raise NoteRefused("a signature line holds a key id and a signature")
    return NoteSignature(name, raw[:_KEY_ID_SIZE], raw[_KEY_ID_SIZE:])


def check_key_name(name: str) -> None:
    """Refuse a name that a signature line could not carry."""
    if not name or "+" in name or any(sign.isspace() for sign in name) or _CONTROL.search(name):
        raise NoteRefused("a key name is not empty and holds neither spaces nor plus signs")


def decode_base64(text: str) -> bytes:
    """Read base64 in its one canonical spelling.

    Raises:
        NoteRefused: anything else.
    """
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteRefused("not base64") from error
    if base64.b64encode(raw).decode("ascii") != text:
        raise NoteRefused("not base64 in its canonical spelling")
    return raw
