"""A path leads from a bidder's certificate to a trusted root, or the reason says where it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from lucai_trust.errors import KeyRefused
from lucai_trust.gm import der
from lucai_trust.verifier.certificates import Certificate, check_path
from lucai_trust.verifier.findings import Broken

NOW = datetime(2026, 3, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
KEYS: dict[str, Any] = {
    "ecdsa": ec.generate_private_key(ec.SECP256R1()),
    "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
}
LEAF = ec.generate_private_key(ec.SECP256R1())


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def made(
    name: str, key: Any, issuer: str, issuer_key: Any, *, authority: bool = False,
    signs: bool = True, certifies: bool | None = None, until: datetime = NOW + YEAR,
) -> Certificate:  # fmt: skip
    usage = x509.KeyUsage(
        digital_signature=signs, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False,
        key_cert_sign=authority if certifies is None else certifies, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer))
        .public_key(key.public_key()).serial_number(7)
        .not_valid_before(NOW - YEAR).not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )  # fmt: skip
    digest = None if isinstance(issuer_key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    encoded = builder.sign(issuer_key, digest).public_bytes(serialization.Encoding.DER)
    return Certificate.parse(encoded)


@pytest.mark.parametrize("kind", list(KEYS))
def test_a_path_over_an_intermediate_leads_to_the_root(kind: str) -> None:
    key = KEYS[kind]
    root = made("根", key, "根", key, authority=True)
    middle = made("中", KEYS["ecdsa"], "根", key, authority=True)
    leaf = made("示例公司", LEAF, "中", KEYS["ecdsa"])
    check_path((root,), leaf, [middle], NOW)
    assert (leaf.name, leaf.may_sign) == ("示例公司", True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"authority": False}, "certificate_untrusted"),
        ({"authority": True, "certifies": False}, "certificate_untrusted"),
        ({"authority": True, "until": NOW - timedelta(days=1)}, "certificate_not_valid"),
    ],
)
def test_a_middle_that_may_not_certify_ends_the_path(changes: dict[str, Any], code: str) -> None:
    key = KEYS["ecdsa"]
    root = made("根", key, "根", key, authority=True)
    middle = made("中", KEYS["rsa"], "根", key, **changes)
    leaf = made("示例公司", LEAF, "中", KEYS["rsa"])
    with pytest.raises(Broken) as refused:
        check_path((root,), leaf, [middle], NOW)
    assert refused.value.code == code


def test_a_root_of_the_same_name_and_another_key_is_another_root() -> None:
    key = KEYS["ecdsa"]
    stranger = made("根", LEAF, "根", LEAF, authority=True)
    with pytest.raises(Broken, match="可信签发者"):
        check_path((stranger,), made("示例公司", LEAF, "根", key), [], NOW)


def test_two_that_certify_each_other_lead_nowhere() -> None:
    one, other = KEYS["ecdsa"], KEYS["rsa"]
    root = made("根", LEAF, "根", LEAF, authority=True)
    ring = [
        made("甲", one, "乙", other, authority=True),
        made("乙", other, "甲", one, authority=True),
    ]
    with pytest.raises(Broken, match="过长"):
        check_path((root,), made("示例公司", LEAF, "甲", one), ring, NOW)


def test_a_certificate_for_other_uses_does_not_sign() -> None:
    key = KEYS["ecdsa"]
    assert not made("示例公司", LEAF, "根", key, signs=False).may_sign


@pytest.mark.parametrize("encoded", [b"", b"\x30\x00", b"\x30\x03\x02\x01\x01", b"none"])
def test_what_is_no_certificate_is_refused(encoded: bytes) -> None:
    with pytest.raises(KeyRefused):
        Certificate.parse(encoded)


UNIQUE_NAME, UTC_TIME = 0x81, 0x17


def rewritten(certificate: Certificate, *, algorithm: bytes = b"", more: bytes = b"",
              old: bytes = b"", new: bytes = b"") -> bytes:  # fmt: skip
    """Spell a certificate anew: its outer algorithm, a field before its extensions, other bytes."""
    parts = der.Reader(certificate.encoded).sequence()
    body, named, signature = (parts.element() for _ in range(3))
    assert old in body.content
    fields, at = der.Reader(body.content.replace(old, new)), []
    while not fields.finished:
        at.append(fields.element().raw)
    inside = der.encode(der.SEQUENCE, b"".join([*at[:-1], more, at[-1]]))
    return der.sequence(inside, algorithm or named.raw, signature.raw)


def test_a_certificate_by_an_algorithm_nobody_here_knows_is_read_and_trusted_by_none() -> None:
    key, unknown = KEYS["ecdsa"], bytes.fromhex("2a8648ce3d040305")
    root = made("根", key, "根", key, authority=True)
    leaf = made("示例公司", LEAF, "根", key)
    known = bytes.fromhex("2a8648ce3d040302")
    named = leaf.encoded.replace(known, unknown)
    assert Certificate.parse(named).algorithm is None
    assert leaf.is_issued_by(root)
    assert not Certificate.parse(named).is_issued_by(root)


def test_a_certificate_that_names_two_algorithms_is_refused() -> None:
    leaf = made("示例公司", LEAF, "根", KEYS["ecdsa"])
    assert Certificate.parse(rewritten(leaf)) == leaf
    other = der.sequence(der.encode(der.OBJECT_ID, b"\x2b\x65\x70"))
    with pytest.raises(KeyRefused, match="two algorithms"):
        Certificate.parse(rewritten(leaf, algorithm=other))


def test_fields_before_the_extensions_are_passed_over() -> None:
    leaf = made("示例公司", LEAF, "根", KEYS["ecdsa"], signs=False)
    read = Certificate.parse(rewritten(leaf, more=der.encode(UNIQUE_NAME, b"\0\1")))
    assert (read.name, read.may_sign) == ("示例公司", False)


def test_a_year_beyond_2049_is_spelt_whole_and_a_moment_that_is_none_is_refused() -> None:
    later = datetime(2060, 5, 6, tzinfo=UTC)
    leaf = made("示例公司", LEAF, "根", KEYS["ecdsa"], until=later)
    assert leaf.not_after == later
    began = der.encode(UTC_TIME, f"{NOW - YEAR:%y%m%d%H%M%SZ}".encode())
    with pytest.raises(KeyRefused, match="malformed"):
        Certificate.parse(rewritten(leaf, old=began, new=der.encode(UTC_TIME, b"yesterday000Z")))
