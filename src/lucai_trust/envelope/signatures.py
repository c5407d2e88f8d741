"""The bidder's signature over what is inside an envelope, with the certificate it rests on.

Whether the certificate was valid and whose it is, is the trust list's matter; here only the
signature is checked against the certificate's key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from lucai_trust.encoding import Json
from lucai_trust.envelope.forms import Form, hexes, octets_of
from lucai_trust.errors import DerRefused, EncodingRefused, KeyRefused
from lucai_trust.gm import PublicKey, der

_VERSION = 0xA0


class SignatureAlgorithm(StrEnum):
    """A signature algorithm by the name written beside the signature."""

    SM2_SM3 = "SM2-SM3"
    ECDSA_SHA256 = "ECDSA-SHA256"
    RSA_SHA256 = "RSA-PKCS1-SHA256"
    ED25519 = "Ed25519"


@dataclass(frozen=True, slots=True)
class CertificateSigner:
    """Whoever signs: a certificate with its path, and the key behind it, wherever it is kept."""

    algorithm: SignatureAlgorithm
    certificates: tuple[bytes, ...]
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature with the certificate path of its key, the key's own certificate first."""

    algorithm: SignatureAlgorithm
    certificates: tuple[bytes, ...]
    value: bytes

    @classmethod
    def by(cls, signer: CertificateSigner, message: bytes) -> Signature:
        """Let a signer sign a message."""
        return cls(signer.algorithm, signer.certificates, signer.sign(message))

    def holds(self, message: bytes) -> bool:
        """Say whether this is the first certificate's signature over a message."""
        try:
            key = subject_public_key(self.certificates[0])
            return _CHECKS[self.algorithm](key, message, self.value)
        except (IndexError, InvalidSignature, KeyRefused, UnsupportedAlgorithm, ValueError):
            return False

    def to_json(self) -> Json:
        """Return the signature as it stands in a message."""
        certificates: list[Json] = [*hexes(self.certificates)]
        return {
            "algorithm": self.algorithm.value,
            "certificates": certificates,
            "value": self.value.hex(),
        }

    @classmethod
    def of(cls, value: Json) -> Signature:
        """Read a signature."""
        form = Form.of(value, "algorithm", "certificates", "value")
        name = form.text("algorithm")
        if name not in set(SignatureAlgorithm):
            raise EncodingRefused(f"no signature algorithm is called {name!r}")
        certificates = form.items("certificates", octets_of)
        return cls(SignatureAlgorithm(name), certificates, form.octets("value"))


def subject_public_key(certificate: bytes) -> bytes:
    """Return the SubjectPublicKeyInfo of an X.509 certificate, both in DER.

    Raises:
        KeyRefused: these bytes are not a certificate.
    """
    try:
        body = der.Reader(certificate).sequence().sequence()
        first = body.element()
        # An explicit version comes before the serial number; then follow the signature's
        # algorithm, the issuer, the validity and the subject (RFC 5280 §4.1).
        for _ in range(5 if first.tag == _VERSION else 4):
            body.element()
        return body.element(der.SEQUENCE).raw
    except DerRefused as error:
        raise KeyRefused(f"not an X.509 certificate: {error}") from error


def _sm2_holds(key: bytes, message: bytes, value: bytes) -> bool:
    return PublicKey.from_spki(key).verify(message, value)


def _ecdsa_holds(key: bytes, message: bytes, value: bytes) -> bool:
    public = load_der_public_key(key)
    if not isinstance(public, EllipticCurvePublicKey) or not isinstance(public.curve, SECP256R1):
        return False
    public.verify(value, message, ECDSA(hashes.SHA256()))
    return True


def _rsa_holds(key: bytes, message: bytes, value: bytes) -> bool:
    public = load_der_public_key(key)
    if not isinstance(public, RSAPublicKey):
        return False
    public.verify(value, message, PKCS1v15(), hashes.SHA256())
    return True


def _ed25519_holds(key: bytes, message: bytes, value: bytes) -> bool:
    public = load_der_public_key(key)
    if not isinstance(public, Ed25519PublicKey):
        return False
    public.verify(value, message)
    return True


_CHECKS: dict[SignatureAlgorithm, Callable[[bytes, bytes, bytes], bool]] = {
    SignatureAlgorithm.SM2_SM3: _sm2_holds,
    SignatureAlgorithm.ECDSA_SHA256: _ecdsa_holds,
    SignatureAlgorithm.RSA_SHA256: _rsa_holds,
    SignatureAlgorithm.ED25519: _ed25519_holds,
}
