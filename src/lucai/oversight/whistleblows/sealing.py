"""Enciphering an identity, and making the code by which its owner asks how a report stands."""

from __future__ import annotations

import hashlib
import json

from lucai.kernel import chance
from lucai.platform.keys.sealing import DISCLOSURES, protect, reveal

CODE_BYTES = 8
GROUP = 4


def seal(number: str, identity: dict[str, str]) -> bytes:
    """Encipher an identity so that only this installation reads it, bound to its report."""
    plain = json.dumps(identity, ensure_ascii=False).encode()
    return protect(DISCLOSURES, _place(number), plain)


def unseal(number: str, sealed: bytes) -> dict[str, str]:
    """Read an identity again."""
    found: dict[str, str] = json.loads(reveal(DISCLOSURES, _place(number), sealed))
    return found


def new_code() -> str:
    """Return a code that is written down once, in four groups of four signs."""
    digits = chance.token_hex(CODE_BYTES).upper()
    return "-".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def digest_of(number: str, code: str) -> str:
    """Return what is kept of a code: nobody can read it back."""
    plain = code.replace("-", "").replace(" ", "").upper()
    return hashlib.sha256(f"{number}:{plain}".encode()).hexdigest()


def _place(number: str) -> str:
    return f"whistleblow.identity.{number}"
