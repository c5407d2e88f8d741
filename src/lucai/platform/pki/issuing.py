"""A certificate authority in software: issues certificates and revocation lists.

For the demonstration's own CAs and for tests; nobody's real certificate comes from here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import algos, core, crl, keys, ocsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from lucai.kernel import chance
from lucai.platform.pki.anchors import Algorithm
from lucai_trust.gm import PrivateKey

SERIAL_BYTES = 15
SIGNING = frozenset({"digital_signature", "non_repudiation"})
ENCRYPTION = frozenset({"key_encipherment", "data_encipherment", "key_agreement"})
AUTHORITY = frozenset({"key_cert_sign", "crl_sign"})


@dataclass(frozen=True, slots=True)
class IssuingKey:
    """A private key with its algorithm; what is kept of it is ``secret``."""

    algorithm: Algorithm
    spki: bytes
    sign: Callable[[bytes], bytes] = field(repr=False)
    secret: bytes = field(repr=False)


def new_key(algorithm: Algorithm) -> IssuingKey:
    """Make a key."""
    if algorithm is Algorithm.SM2_SM3:
        return key_of(algorithm, PrivateKey.generate().secret)
    if algorithm is Algorithm.ECDSA_SHA256:
        return key_of(algorithm, _pkcs8(ec.generate_private_key(ec.SECP256R1())))
    return key_of(algorithm, _pkcs8(rsa.generate_private_key(public_exponent=65537, key_size=2048)))


def key_of(algorithm: Algorithm, secret: bytes) -> IssuingKey:
    """Return a key that was kept: 32 bytes for SM2, PKCS#8 for the others."""
    if algorithm is Algorithm.SM2_SM3:
        held = PrivateKey(secret)
        return IssuingKey(algorithm, held.public_key.to_spki(), held.sign, secret)
    other = serialization.load_der_private_key(secret, password=None)
    spki = other.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    if isinstance(other, ec.EllipticCurvePrivateKey):
        curve = other
        return IssuingKey(
            algorithm, spki, lambda data: curve.sign(data, ec.ECDSA(hashes.SHA256())), secret
        )
    if not isinstance(other, rsa.RSAPrivateKey):
        raise TypeError(f"no key for {algorithm}")
    return IssuingKey(
        algorithm, spki, lambda data: other.sign(data, PKCS1v15(), hashes.SHA256()), secret
    )


@dataclass(frozen=True, slots=True)
class Order:
    """What a certificate is to say.

    ``extensions``: object identifier → a text; ``purposes``: the only ones, as asn1crypto names
    them (extended key usage).
    """

    subject: Mapping[str, str]
    spki: bytes
    not_before: datetime
    not_after: datetime
    usage: frozenset[str] = SIGNING
    authority: bool = False
    extensions: Mapping[str, str] = field(default_factory=dict)
    crl_address: str = ""
    ocsp_address: str = ""
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issuer:
    """A CA: its key and its certificate."""

    key: IssuingKey
    certificate: bytes

    def issue(self, order: Order) -> bytes:
        """Return a signed certificate."""
        subject: x509.Name = x509.Certificate.load(self.certificate).subject
        return _signed(self.key, _body(self.key, subject, order))

    def revocation_list(
        self,
        revoked: Iterable[tuple[int, datetime]],
        *,
        at: datetime,
        until: datetime,
        number: int = 1,
    ) -> bytes:
        """Return a signed revocation list of serial numbers with their moments."""
        rows = [
            {"user_certificate": serial, "revocation_date": _moment(moment)}
            for serial, moment in revoked
        ]
        content: dict[str, Any] = {
            "version": "v2",
            "signature": _algorithm(self.key),
            "issuer": x509.Certificate.load(self.certificate).subject,
            "this_update": _moment(at),
            "next_update": _moment(until),
            "crl_extensions": [
                {"extn_id": "crl_number", "critical": False, "extn_value": number},
                {
                    "extn_id": "authority_key_identifier",
                    "critical": False,
                    "extn_value": {"key_identifier": _key_id(self.key.spki)},
                },
            ],
        }
        if rows:
            content["revoked_certificates"] = rows
        body = crl.TbsCertList(content)
        signed = {
            "tbs_cert_list": body,
            "signature_algorithm": _algorithm(self.key),
            "signature": self.key.sign(body.dump()),
        }
        octets: bytes = crl.CertificateList(signed).dump()
        return octets


@dataclass(frozen=True, slots=True)
class Answer:
    """What a CA says of one certificate (RFC 6960); ``revoked_at``: it is revoked since then."""

    certificate_id: ocsp.CertId
    at: datetime
    until: datetime
    revoked_at: datetime | None = None

    def signed_by(self, issuer: Issuer) -> bytes:
        """Return the answer, signed by the CA itself."""
        told = (
            {"revocation_time": self.revoked_at.replace(microsecond=0)} if self.revoked_at else None
        )
        status = (
            {"name": "revoked", "value": told} if told else {"name": "good", "value": core.Null()}
        )
        body = ocsp.ResponseData(
            {
                "responder_id": ocsp.ResponderId("by_key", _key_hash(issuer.key.spki)),
                "produced_at": self.at.replace(microsecond=0),
                "responses": [
                    {
                        "cert_id": self.certificate_id,
                        "cert_status": ocsp.CertStatus(**status),
                        "this_update": self.at.replace(microsecond=0),
                        "next_update": self.until.replace(microsecond=0),
                    }
                ],
            }
        )
        basic = ocsp.BasicOCSPResponse(
            {
                "tbs_response_data": body,
                "signature_algorithm": _algorithm(issuer.key),
                "signature": issuer.key.sign(body.dump()),
                "certs": [x509.Certificate.load(issuer.certificate)],
            }
        )
        octets: bytes = ocsp.OCSPResponse(
            {
                "response_status": "successful",
                "response_bytes": {"response_type": "basic_ocsp_response", "response": basic},
            }
        ).dump()
        return octets


def _key_hash(spki: bytes) -> bytes:
    public: bytes = keys.PublicKeyInfo.load(spki)["public_key"].contents[1:]
    return hashlib.sha1(public, usedforsecurity=False).digest()


def new_root(key: IssuingKey, order: Order) -> Issuer:
    """Make a CA that vouches for itself."""
    return Issuer(key, _signed(key, _body(key, x509.Name.build(dict(order.subject)), order)))


def _body(key: IssuingKey, issuer: x509.Name, order: Order) -> x509.TbsCertificate:
    return x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": int(chance.token_hex(SERIAL_BYTES), 16) | 1,
            "signature": _algorithm(key),
            "issuer": issuer,
            "validity": {
                "not_before": _moment(order.not_before),
                "not_after": _moment(order.not_after),
            },
            "subject": x509.Name.build(dict(order.subject)),
            "subject_public_key_info": keys.PublicKeyInfo.load(order.spki),
            "extensions": _extensions(key, order),
        }
    )


def _extensions(key: IssuingKey, order: Order) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"extn_id": "key_usage", "critical": True, "extn_value": set(order.usage)},
        {"extn_id": "key_identifier", "critical": False, "extn_value": _key_id(order.spki)},
        {
            "extn_id": "authority_key_identifier",
            "critical": False,
            "extn_value": {"key_identifier": _key_id(key.spki)},
        },
    ]
    if order.authority:
        ca = {"extn_id": "basic_constraints", "critical": True, "extn_value": {"ca": True}}
        found.insert(0, ca)
    if order.crl_address:
        place = x509.GeneralName("uniform_resource_identifier", order.crl_address)
        point = {"distribution_point": x509.DistributionPointName("full_name", [place])}
        found.append(
            {"extn_id": "crl_distribution_points", "critical": False, "extn_value": [point]}
        )
    if order.ocsp_address:
        place = x509.GeneralName("uniform_resource_identifier", order.ocsp_address)
        access = {"access_method": "ocsp", "access_location": place}
        found.append(
            {"extn_id": "authority_information_access", "critical": False, "extn_value": [access]}
        )
    if order.purposes:
        # RFC 3161 §2.3: a timestamp authority's is critical and alone.
        only = list(order.purposes)
        found.append({"extn_id": "extended_key_usage", "critical": True, "extn_value": only})
    for oid, text in order.extensions.items():
        wrapped = core.ParsableOctetString(core.UTF8String(text).dump())
        found.append({"extn_id": oid, "critical": False, "extn_value": wrapped})
    return found


def _signed(key: IssuingKey, body: x509.TbsCertificate) -> bytes:
    certificate = x509.Certificate(
        {
            "tbs_certificate": body,
            "signature_algorithm": _algorithm(key),
            "signature_value": key.sign(body.dump()),
        }
    )
    octets: bytes = certificate.dump()
    return octets


def _algorithm(key: IssuingKey) -> algos.SignedDigestAlgorithm:
    return algos.SignedDigestAlgorithm({"algorithm": key.algorithm.native})


def _key_id(spki: bytes) -> bytes:
    return hashlib.sha256(spki).digest()[:20]


def _moment(moment: datetime) -> x509.Time:
    whole = moment.replace(microsecond=0)
    # RFC 5280 §4.1.2.5: two digits for the year until 2049.
    if whole.year < GENERALIZED_SINCE:
        return x509.Time({"utc_time": whole})
    return x509.Time({"general_time": whole})


GENERALIZED_SINCE = 2050


def _pkcs8(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
