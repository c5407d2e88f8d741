"""RFC 3161 tokens as small as they can be, by P-256 with SHA-256 and by SM2 with SM3."""

from __future__ import annotations

from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from lucai_trust.archive.tokens import MESSAGE_DIGEST_OID, SHA256_OID, SM3_OID, sm3
from lucai_trust.gm import PrivateKey, der

OID, OCTETS, SET, INSIDE, UTC_TIME, GENERALIZED = 0x06, 0x04, 0x31, 0xA0, 0x17, 0x18
SM2_KEY = PrivateKey(bytes(31) + b"\7")
P256_KEY = ec.derive_private_key(7, ec.SECP256R1())
_OIDS = {"sha256": SHA256_OID, "sm3": SM3_OID}


def digest(name: str, data: bytes) -> bytes:
    """Hash by SHA-256 or by SM3."""
    return sm3(data) if name == "sm3" else sha256(data).digest()


def token(
    name: str, covered: bytes, *, attribute: bytes | None = None, signature: bytes | None = None
) -> bytes:
    """Stamp bytes; another digest in the signed attributes or another signature makes it false."""
    algorithm, empty = der.sequence(der.encode(OID, _OIDS[name])), der.sequence()
    imprint = der.sequence(algorithm, der.encode(OCTETS, digest(name, covered)))
    at = der.encode(GENERALIZED, b"20260701093000Z")
    info = der.sequence(der.integer(1), der.encode(OID, b"\x2a"), imprint, der.integer(5), at)
    told = der.encode(OCTETS, attribute or digest(name, info))
    pair = der.sequence(der.encode(OID, MESSAGE_DIGEST_OID), der.encode(SET, told))
    other = der.sequence(der.encode(OID, b"\x2a"), der.encode(SET, der.encode(OCTETS, b"")))
    attributes = other + pair
    if signature is None:
        signature = _signed(name, der.encode(SET, attributes))
    signer = der.sequence(
        der.integer(1), der.encode(INSIDE, attributes), der.encode(OCTETS, signature)
    )
    signed = der.sequence(
        der.integer(3), der.encode(SET, algorithm),
        der.sequence(empty, der.encode(INSIDE, der.encode(OCTETS, info))),
        der.encode(INSIDE, _certificate(name)), der.encode(SET, signer),
    )  # fmt: skip
    return der.sequence(der.encode(OID, b"\x2a"), der.encode(INSIDE, signed))


def pair_of(r: int, s: int) -> bytes:
    """Spell two numbers as a signature."""
    return der.sequence(der.integer(r), der.integer(s))


def _signed(name: str, message: bytes) -> bytes:
    if name == "sm3":
        return SM2_KEY.sign(message)
    return P256_KEY.sign(message, ec.ECDSA(hashes.SHA256()))


def _certificate(name: str) -> bytes:
    numbers = P256_KEY.public_key().public_numbers()
    spki = der.sequence(
        der.sequence(),
        der.encode(
            der.BIT_STRING,
            b"\0\4" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"),
        ),
    )
    if name == "sm3":
        spki = SM2_KEY.public_key.to_spki()
    validity = der.sequence(
        der.encode(UTC_TIME, b"260101000000Z"), der.encode(UTC_TIME, b"360101000000Z")
    )
    empty = der.sequence()
    body = der.sequence(
        der.encode(INSIDE, der.integer(2)), der.integer(1), empty, empty, validity, empty, spki
    )
    return der.sequence(body, empty)
