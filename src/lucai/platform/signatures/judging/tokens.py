"""Signed data of the CMS kind and timestamp tokens: do digest and signature hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, tsp, x509
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from lucai.platform.pki.validation import GmSignatureValidator

SOUND_DIGESTS = {"sha256", "sha384", "sha512", "sm3"}
ALGORITHMS = {
    "sm2_sm3": "SM2 / SM3",
    "sha256_ecdsa": "ECDSA / SHA-256",
    "sha384_ecdsa": "ECDSA / SHA-384",
    "sha512_ecdsa": "ECDSA / SHA-512",
    "sha256_rsa": "RSA / SHA-256",
    "sha384_rsa": "RSA / SHA-384",
    "sha512_rsa": "RSA / SHA-512",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What the sums say of signed data."""

    digest: bool
    signature: bool
    sound: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A timestamp token read: the hour it names, who says so, whether it fits the data."""

    at: datetime
    authority: x509.Certificate
    certificates: tuple[bytes, ...]
    holds: bool


def digest_name(signed: cms.SignedData) -> str:
    """Return the digest a signer used."""
    name: str = extract_signer_info(signed)["digest_algorithm"]["algorithm"].native
    return name


def algorithm_name(signed: cms.SignedData) -> str:
    """Return the signature's algorithm as a page writes it."""
    info = extract_signer_info(signed)
    native = info["signature_algorithm"]["algorithm"].native
    digest = info["digest_algorithm"]["algorithm"].native
    short = {"rsassa_pkcs1v15": "RSA", "rsassa_pss": "RSA-PSS"}.get(native, native)
    return ALGORITHMS.get(native, f"{short} / {digest}")


def held(signed: cms.SignedData, signer: x509.Certificate, actual: bytes, kind: str) -> Held:
    """Check digest and signature of signed data against the digest of what it covers."""
    sound = digest_name(signed) in SOUND_DIGESTS
    try:
        intact, valid = validate_sig_integrity(
            extract_signer_info(signed), signer, kind, actual, GmSignatureValidator()
        )
    except (SignatureValidationError, ValueError, TypeError, KeyError, RuntimeError):
        return Held(digest=False, signature=False, sound=sound)
    return Held(digest=intact, signature=valid, sound=sound)


def read_token(token: cms.ContentInfo, data: bytes | None, imprint: bytes | None = None) -> Token:
    """Read a timestamp token over some data, or over a digest of it that is at hand.

    Raises:
        ValueError, TypeError, KeyError: it is no token.
    """
    signed = token["content"]
    content = signed["encap_content_info"]["content"]
    info: tsp.TSTInfo = content.parsed
    found = extract_certificate_info(signed)
    name = info["message_imprint"]["hash_algorithm"]["algorithm"].native
    if imprint is None:
        imprint = hashlib.new(name, data or b"").digest()
    sums = held(
        signed,
        found.signer_cert,
        hashlib.new(digest_name(signed), bytes(content)).digest(),
        "tst_info",
    )
    fits = info["message_imprint"]["hashed_message"].native == imprint
    others = tuple(each.dump() for each in found.other_certs)
    holds = sums.digest and sums.signature and sums.sound and fits and name in SOUND_DIGESTS
    return Token(info["gen_time"].native, found.signer_cert, others, holds)
