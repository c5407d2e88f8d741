"""模拟 UKey of the demonstration: keys that follow from a code, so that every machine has the same.

What a real holder keeps on a device is here computed from the organisation's code. As real UKeys
have, this one has two certificates: one signs, and one, whose key opens what is sealed to it,
encrypts. Only the demonstration has this module in use, and its pages say 模拟.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import pem
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.platform.pki.anchors import Algorithm, Revocation
from lucai.platform.pki.issuing import ENCRYPTION, Issuer, Order, key_of
from lucai.platform.pki.schemas import TrustAnchorIn, UsccSource
from lucai.platform.pki.selectors import trust_list
from lucai.platform.pki.services import install_anchor
from lucai.site.demo import encryption
from lucai_trust.envelope import CertificateSigner, OwnKeys, SignatureAlgorithm
from lucai_trust.suites import Opener, Signer, suite_named

FROM, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
FOUNDED, CLOSES = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
ANCHOR = "demo-ukey"
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
    """Return both keys with their certificates as a file, as the sealing page takes one."""
    key, certificate = _certificate(name, uscc)
    private = _pkcs8(key)
    signing = certificate.public_bytes(serialization.Encoding.DER)
    opening = encryption.private_key(_opening_suite(), _secret(f"opens:{uscc}"))
    blocks = (
        ("PRIVATE KEY", private),
        ("CERTIFICATE", signing),
        ("PRIVATE KEY", opening),
        ("CERTIFICATE", encryption_certificate(name, uscc)),
    )
    return "".join(pem.armor(label, content).decode("ascii") for label, content in blocks)


@lru_cache(maxsize=512)
def encryption_certificate(name: str, uscc: str) -> bytes:
    """Return an organisation's encryption certificate: what is sealed to its key, the UKey opens."""
    public = holder_keys(uscc)[0].public
    order = Order(
        subject={"organization_name": name, "common_name": name, "serial_number": uscc},
        spki=encryption.public_key(_opening_suite(), public),
        not_before=FROM,
        not_after=UNTIL,
        usage=ENCRYPTION,
    )
    above = key_of(Algorithm.ECDSA_SHA256, _pkcs8(_key("authority")))
    return Issuer(above, _root().public_bytes(serialization.Encoding.DER)).issue(order)


def own_keys(uscc: str) -> OwnKeys:
    """Return what a supplier seals to where it opens its own bid: its UKey and a printed code."""
    return OwnKeys({"certificate": holder_keys(uscc)[0].public}, with_code=True)


def ensure() -> None:
    """Put the CA behind these certificates on the trust list, if it is not there."""
    if ANCHOR not in {one.code for one in trust_list(SYSTEM)}:
        install_anchor(Actor.system(Reason.DEMONSTRATION), sheet=_sheet())


def _sheet() -> TrustAnchorIn:
    return TrustAnchorIn(
        code=ANCHOR,
        name=AUTHORITY,
        root=_root().public_bytes(serialization.Encoding.PEM).decode("ascii"),
        algorithms=[Algorithm.ECDSA_SHA256],
        uscc_source=UsccSource.SUBJECT,
        uscc_oid=NameOID.SERIAL_NUMBER.dotted_string,
        revocation=Revocation.ADVISORY,
        valid_from=FOUNDED,
        ground="演示环境自建，没有法律效力",
        recognition="模拟对接：只在演示环境使用",
        simulated=True,
    )


@lru_cache(maxsize=1)
def _root() -> x509.Certificate:
    key, issuer = _key("authority"), _issuer()
    made = _begun(issuer, key, "authority", (FOUNDED, CLOSES)).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    return _signed(made.add_extension(_usage(signs_certificates=True), critical=True))


@lru_cache(maxsize=512)
def _certificate(name: str, uscc: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = _key(f"sign:{uscc}")
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, uscc),
        ]
    )
    begun = _begun(subject, key, f"serial:{uscc}", (FROM, UNTIL))
    return key, _signed(begun.add_extension(_usage(signs_certificates=False), critical=True))


def _begun(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    serial: str,
    term: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    number = int.from_bytes(_secret(serial)[:8], "big") + 1
    held = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(_key("authority").public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_issuer())
        .public_key(key.public_key())
        .serial_number(number)
        .not_valid_before(term[0])
        .not_valid_after(term[1])
        .add_extension(held, critical=False)
        .add_extension(above, critical=False)
    )


def _issuer() -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, AUTHORITY),
            x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates, crl_sign=signs_certificates, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _signed(made: x509.CertificateBuilder) -> x509.Certificate:
    """Sign so that every process has the same bytes."""
    return made.sign(_key("authority"), hashes.SHA256(), ecdsa_deterministic=True)


def _opening_suite() -> str:
    return str(settings.LUCAI_SEALING_SUITE)


def _pkcs8(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _key(what: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(_secret(what), "big") >> 1, ec.SECP256R1())


def _secret(what: str) -> bytes:
    # The top bit stays clear: every curve's order is above that.
    digest = hashlib.sha256(f"lucai demonstration {what}".encode()).digest()
    return bytes([digest[0] & 0x7F]) + digest[1:]
