"""Key files: made at first use, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from lucai_trust.members import Members
from lucai_trust.suites import Opener, Signer, Suite

SECRET_SIZE = 32


@dataclass(frozen=True, slots=True)
class WitnessKeys:
    """The keys a witness cosigns with, one of each kind."""

    ed25519: Ed25519PrivateKey = field(repr=False)
    ml_dsa: MLDSA44PrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class HolderKeys:
    """The keys of a share server: one opens wraps, one signs."""

    opener: Opener = field(repr=False)
    signer: Signer = field(repr=False)


def witness_keys(folder: Path) -> WitnessKeys:
    """Return the keys kept in a folder.

    Raises:
        TypeError: a file holds a key of another kind.
    """
    ed25519 = _pem(folder / "witness-ed25519.pem", Ed25519PrivateKey)
    ml_dsa = _pem(folder / "witness-ml-dsa-44.pem", MLDSA44PrivateKey)
    if not isinstance(ed25519, Ed25519PrivateKey) or not isinstance(ml_dsa, MLDSA44PrivateKey):
        raise TypeError("a witness's key file holds a key of another kind")
    return WitnessKeys(ed25519, ml_dsa)


def holder_keys(folder: Path, suite: Suite) -> HolderKeys:
    """Return the keys of a suite kept in a folder."""
    path = folder / f"keyholder-{suite.name}.json"
    if not path.exists():
        opens, signs = (secrets.token_hex(SECRET_SIZE) for _ in range(2))
        _write(path, f'{{"opens":"{opens}","signs":"{signs}"}}\n'.encode())
    read = Members.parse(path.read_bytes())
    return HolderKeys(suite.opener(read.hex("opens")), suite.signer(read.hex("signs")))


def _pem(path: Path, kind: type[Ed25519PrivateKey | MLDSA44PrivateKey]) -> object:
    if not path.exists():
        encoded = kind.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _write(path, encoded)
    return serialization.load_pem_private_key(path.read_bytes(), password=None)


def _write(path: Path, content: bytes) -> None:
    """Write a new file that nobody else may ever have opened."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
