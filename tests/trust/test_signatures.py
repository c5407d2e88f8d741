"""The certificate's signature holds with each kind of key, and with no other."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lucai_trust.encoding import canonical, parse_canonical
from lucai_trust.envelope import (
    CertificateSigner,
    Signature,
    SignatureAlgorithm,
    subject_public_key,
)
from lucai_trust.envelope.signatures import SignatureAlgorithm as Algorithm
from lucai_trust.errors import EncodingRefused, KeyRefused
from lucai_trust.gm import PrivateKey, der
from tests.trust.bids import certificate_of


def signers() -> dict[str, CertificateSigner]:
    national, curve = PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())
    edwards = ed25519.Ed25519PrivateKey.generate()
    old = rsa.generate_private_key(65537, 2048)

    def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
        return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    return {
        "SM2": CertificateSigner(
            Algorithm.SM2_SM3,
            (certificate_of(national.public_key.to_spki()), b"the CA's"),
            national.sign,
        ),
        "ECDSA": CertificateSigner(
            Algorithm.ECDSA_SHA256,
            (certificate_of(spki(curve)),),
            lambda message: curve.sign(message, ec.ECDSA(hashes.SHA256())),
        ),
        "Ed25519": CertificateSigner(
            Algorithm.ED25519, (certificate_of(spki(edwards)),), edwards.sign
        ),
        "RSA": CertificateSigner(
            Algorithm.RSA_SHA256,
            (certificate_of(spki(old)),),
            lambda message: old.sign(message, padding.PKCS1v15(), hashes.SHA256()),
        ),
    }


SIGNERS = signers()


@pytest.mark.parametrize("name", SIGNERS)
def test_a_signature_holds_over_its_message_only(name: str) -> None:
    signed = Signature.by(SIGNERS[name], b"message")
    assert signed.holds(b"message")
    assert not signed.holds(b"massage")
    assert not replace(signed, value=b"").holds(b"message")
    assert not replace(signed, certificates=()).holds(b"message")
    assert not replace(signed, certificates=(b"no certificate",)).holds(b"message")
    assert Signature.of(parse_canonical(canonical(signed.to_json()))) == signed


@pytest.mark.parametrize("name", SIGNERS)
def test_a_signature_under_another_algorithms_name_does_not_hold(name: str) -> None:
    signed = Signature.by(SIGNERS[name], b"message")
    for other in set(SignatureAlgorithm) - {signed.algorithm}:
        assert not replace(signed, algorithm=other).holds(b"message")


def test_an_algorithm_nobody_knows_is_refused() -> None:
    with pytest.raises(EncodingRefused, match="MD5"):
        Signature.of({"algorithm": "MD5", "certificates": [], "value": ""})


def test_a_certificate_of_version_1_has_its_key_too() -> None:
    key = PrivateKey.generate().public_key.to_spki()
    empty = der.sequence()
    body = der.sequence(der.integer(1), empty, empty, empty, empty, key)
    assert subject_public_key(der.sequence(body, empty, empty)) == key
    with pytest.raises(KeyRefused, match="not an X"):
        subject_public_key(der.sequence(der.sequence()))
