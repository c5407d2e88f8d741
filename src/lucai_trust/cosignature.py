"""Cosignatures of witnesses on a log's checkpoints (C2SP tlog-cosignature), in both its kinds.

A cosignature says: at this time, this is the largest head of this log that I have seen, and it
continues every earlier one. The Ed25519 kind (type 0x04) signs the whole text of the note, the
ML-DSA-44 kind (type 0x06, FIPS 204) a structure that also names the witness; new deployments
are asked to use the second, and logs carry both while readers of the first remain.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from lucai_trust.checkpoint import (
    Checkpoint,
    NoteSignature,
    SignedNote,
    SigningKey,
    check_key_name,
    decode_base64,
)
from lucai_trust.errors import NoteRefused

LATEST_TIME = (1 << 63) - 1
_TIME_SIZE = 8
_KEY_ID_SIZE = 4
_ML_DSA_LABEL = b"subtree/v1\n\0"
_LONGEST_NAME = 255


class CosignatureKind(IntEnum):
    """The algorithm of a cosignature, by the byte its keys are spelt with."""

    ED25519 = 0x04
    ML_DSA_44 = 0x06


_KEY_SIZES = {CosignatureKind.ED25519: 32, CosignatureKind.ML_DSA_44: 1312}


class MlDsaSigningKey(Protocol):
    """An ML-DSA-44 key that can sign: ``cryptography``'s own, or a device behind the same face."""

    def public_key(self) -> MLDSA44PublicKey:
        """Return the public half."""
        ...

    def sign(self, data: bytes, /) -> bytes:
        """Return the pure ML-DSA-44 signature of a message, with an empty context."""
        ...


@dataclass(frozen=True, slots=True)
class CosignerKey:
    """A witness's public key with the name it cosigns under."""

    name: str
    kind: CosignatureKind
    public_key: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public_key) != _KEY_SIZES[self.kind]:
            raise NoteRefused(f"a key of kind {self.kind.name} is {_KEY_SIZES[self.kind]} bytes")
        if len(self.name.encode("utf-8")) > _LONGEST_NAME:
            raise NoteRefused(f"a cosigner's name is at most {_LONGEST_NAME} bytes")

    @classmethod
    def of(cls, name: str, key: SigningKey | MlDsaSigningKey) -> CosignerKey:
        """Return the public half of a signing key under the name it cosigns with."""
        public = key.public_key()
        is_ml_dsa = isinstance(public, MLDSA44PublicKey)
        kind = CosignatureKind.ML_DSA_44 if is_ml_dsa else CosignatureKind.ED25519
        return cls(name, kind, public.public_bytes_raw())

    @property
    def key_id(self) -> bytes:
        """The four bytes that tell keys of one name apart."""
        spelt = self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key
        return sha256(spelt).digest()[:_KEY_ID_SIZE]

    def encode(self) -> str:
        """Spell the key as ``name+key id+base64``, the form other tools read."""
        encoded = base64.b64encode(bytes([self.kind]) + self.public_key).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str) -> CosignerKey:
        """Read a key spelt by ``encode``.

        Raises:
            NoteRefused: another form, another kind of key, or an id of another key.
        """
        parts = text.split("+", 2)
        raw = decode_base64(parts[-1])
        if len(parts) != 3 or not raw or raw[0] not in set(CosignatureKind):
            raise NoteRefused("not a cosigner's key: name+key id+base64 of type 04 or 06")
        key = cls(parts[0], CosignatureKind(raw[0]), raw[1:])
        if parts[1] != key.key_id.hex():
            raise NoteRefused("the cosigner key's id does not belong to its name and key")
        return key

    def accepts(self, text: str, time: int, signature: bytes) -> bool:
        """Say whether a signature on a checkpoint's text at a time is this key's."""
        if not 0 <= time <= LATEST_TIME:
            return False
        try:
            if self.kind is CosignatureKind.ED25519:
                message = ed25519_message(text, time)
                Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
            else:
                message = ml_dsa_message(self.name, text, time)
                MLDSA44PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Cosignature:
    """One witness's word on a checkpoint; ``time`` in whole seconds since 1970 (UTC)."""

    key: CosignerKey
    time: int


def ed25519_message(text: str, time: int) -> bytes:
    """Return what an Ed25519 cosignature signs: a header line, the time, the note's text."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def ml_dsa_message(name: str, text: str, time: int) -> bytes:
    """Return what an ML-DSA-44 cosignature signs: the head without its extension lines.

    Raises:
        NoteRefused: the text is no checkpoint, or its origin is longer than 255 bytes.
    """
    head = Checkpoint.parse(text)
    origin = head.origin.encode("utf-8")
    if len(origin) > _LONGEST_NAME:
        raise NoteRefused(f"an origin that is cosigned is at most {_LONGEST_NAME} bytes")
    cosigner = name.encode("utf-8")
    return b"".join(
        (
            _ML_DSA_LABEL,
            bytes([len(cosigner)]) + cosigner,
            time.to_bytes(8, "big"),
            bytes([len(origin)]) + origin,
            (0).to_bytes(8, "big"),
            head.size.to_bytes(8, "big"),
            head.root,
        )
    )


def cosign(text: str, name: str, key: SigningKey | MlDsaSigningKey, time: int) -> NoteSignature:
    """Cosign a checkpoint's text; whoever calls has verified that the log only grew.

    Args:
        time: now, in whole seconds since 1970 (UTC).

    Raises:
        NoteRefused: the text is no checkpoint, or there is no such time.
    """
    Checkpoint.parse(text)
    if not 0 < time <= LATEST_TIME:
        raise NoteRefused("a cosignature's time is between 1970 and the end of a 63-bit clock")
    own = CosignerKey.of(name, key)
    if own.kind is CosignatureKind.ED25519:
        signature = key.sign(ed25519_message(text, time))
    else:
        signature = key.sign(ml_dsa_message(name, text, time))
    return NoteSignature(name, own.key_id, time.to_bytes(_TIME_SIZE, "big") + signature)


def cosignatures(note: SignedNote, trusted: Iterable[CosignerKey]) -> list[Cosignature]:
    """Return what the trusted keys said of this note, each key's latest word once.

    A signature without a time (ML-DSA-44 allows it) says nothing about the log's growth and
    is passed over.

    Raises:
        NoteRefused: a line claims a trusted key and its signature is false.
    """
    known = {(key.name, key.key_id): key for key in trusted}
    found: dict[CosignerKey, int] = {}
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        time = int.from_bytes(line.signature[:_TIME_SIZE], "big")
        if not key.accepts(note.text, time, line.signature[_TIME_SIZE:]):
            raise NoteRefused(f"the cosignature of {line.name} on this note is false")
        if time:
            found[key] = max(time, found.get(key, 0))
    return [Cosignature(key, time) for key, time in found.items()]
