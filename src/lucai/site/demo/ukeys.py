"""模拟 UKey of the demonstration: keys that follow from a code, so that every machine has the same.

What a real holder keeps on a device is here computed from the organisation's code. Only the
demonstration has this module in use, and its pages say 模拟.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from lucai_trust.envelope import CertificateSigner, SignatureAlgorithm
from lucai_trust.suites import Opener, Signer, suite_named

FROM, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
AUTHORITY = "鲁采演示 CA（模拟）"


def holder_secrets(uscc: str) -> dict[str, str]:
    """Return the private halves of an organisation's keys for openings, in hexadecimal."""
    return {what: _secret(f"{what}:{uscc}").hex() for what in ("opens", "signs")}


def holder_keys(uscc: str) -> tuple[Opener, Signer]:
    """Return an organisation's keys for openings."""
    suite, held = suite_named(settings.LUCAI_SEALING_SUITE), holder_secrets(uscc)
    return suite.opener(bytes.fromhex(held["opens"])), suite.signer(bytes.fromhex(held["signs"]))


def certificate_signer(name: str, uscc: str) -> CertificateSigner:
    """Return an organisation's signing certificate and the key behind it."""
    key, certificate = _certificate(name, uscc)
    return CertificateSigner(
        SignatureAlgorithm.ECDSA_SHA256,
        (certificate.public_bytes(serialization.Encoding.DER),),
        lambda message: key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)),
    )


def certificate_pem(name: str, uscc: str) -> str:
    """Return key and certificate as a file, as the sealing page takes one."""
    key, certificate = _certificate(name, uscc)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (private + certificate.public_bytes(serialization.Encoding.PEM)).decode("ascii")


@lru_cache(maxsize=512)
def _certificate(name: str, uscc: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = _key(f"sign:{uscc}")
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, uscc),
        ]
    )
    issuer = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, AUTHORITY)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(_secret(f"serial:{uscc}")[:8], "big") + 1)
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .sign(_key("authority"), hashes.SHA256())
    )
    return key, made


def _key(what: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(_secret(what), "big") >> 1, ec.SECP256R1())


def _secret(what: str) -> bytes:
    # The top bit stays clear: every curve's order is above that.
    digest = hashlib.sha256(f"lucai demonstration {what}".encode()).digest()
    return bytes([digest[0] & 0x7F]) + digest[1:]
