"""Enciphering an identity, and making the code by which its owner asks how a report stands."""

from __future__ import annotations

import hashlib
import json
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from lucai.kernel import chance

CONTEXT = b"lucai whistleblow identity v1"
NONCE = 12
KEY = 32
CODE_BYTES = 8
GROUP = 4


def seal(number: str, identity: dict[str, str]) -> bytes:
    """Encipher an identity so that only this installation reads it, bound to its report."""
    nonce = os.urandom(NONCE)
    plain = json.dumps(identity, ensure_ascii=False).encode()
    return nonce + AESGCM(_key()).encrypt(nonce, plain, number.encode())


def unseal(number: str, sealed: bytes) -> dict[str, str]:
    """Read an identity again."""
    plain = AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], number.encode())
    found: dict[str, str] = json.loads(plain)
    return found


def new_code() -> str:
    """Return a code that is written down once, in four groups of four signs."""
    digits = chance.token_hex(CODE_BYTES).upper()
    return "-".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def digest_of(number: str, code: str) -> str:
    """Return what is kept of a code: nobody can read it back."""
    plain = code.replace("-", "").replace(" ", "").upper()
    return hashlib.sha256(f"{number}:{plain}".encode()).hexdigest()


def _key() -> bytes:
    secret = settings.SECRET_KEY.encode()
    return HKDF(SHA256(), KEY, salt=None, info=CONTEXT).derive(secret)
