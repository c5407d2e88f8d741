"""An authenticator in software: makes passkeys and answers, honestly or as a test wants."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN = "http://testserver"
DOMAIN = "testserver"
PRESENT, VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40


def spell(octets: bytes) -> str:
    """Spell bytes as WebAuthn does: base64url without padding."""
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


@dataclass
class Authenticator:
    """One device with one key; ``count`` is what its counter shows next."""

    count: int = 1
    origin: str = ORIGIN
    domain: str = DOMAIN
    flags: int = PRESENT | VERIFIED
    identity: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: dict[str, Any]) -> str:
        """Answer ``navigator.credentials.create``."""
        told = self._told("webauthn.create", options)
        attested = bytes(16) + len(self.identity).to_bytes(2, "big") + self.identity + self._cose()
        statement = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._data(HOLDS_KEY) + attested,
        }
        return self._spelled(
            {"clientDataJSON": spell(told), "attestationObject": spell(cbor2.dumps(statement))}
        )

    def answer(self, options: dict[str, Any]) -> str:
        """Answer ``navigator.credentials.get``."""
        told, shown = self._told("webauthn.get", options), self._data()
        signed = shown + hashlib.sha256(told).digest()
        return self._spelled(
            {
                "clientDataJSON": spell(told),
                "authenticatorData": spell(shown),
                "signature": spell(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            }
        )

    def _told(self, act: str, options: dict[str, Any]) -> bytes:
        told = {"type": act, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _data(self, more: int = 0) -> bytes:
        count = self.count.to_bytes(4, "big")
        self.count += 1
        return hashlib.sha256(self.domain.encode()).digest() + bytes([self.flags | more]) + count

    def _cose(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _spelled(self, response: dict[str, str]) -> str:
        name = spell(self.identity)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
