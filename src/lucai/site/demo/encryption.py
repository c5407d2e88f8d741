"""Keys that open, as certificates and key files spell them: SM2, or X25519 (RFC 8410)."""

from __future__ import annotations

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from lucai_trust.gm import PrivateKey, PublicKey

GM1 = "GM1"


def public_key(suite: str, public: bytes) -> bytes:
    """Return a public key to seal to as SubjectPublicKeyInfo."""
    if suite == GM1:
        return PublicKey(public).to_spki()
    return X25519PublicKey.from_public_bytes(public).public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def private_key(suite: str, secret: bytes) -> bytes:
    """Return a private key of 32 bytes as PKCS#8."""
    if suite != GM1:
        return X25519PrivateKey.from_private_bytes(secret).private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    return PrivateKey(secret).to_pkcs8()
