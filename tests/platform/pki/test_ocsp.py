"""How one certificate stands: asked of its CA, believed only when the CA signed it, kept as evidence."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from asn1crypto import ocsp

from lucai.platform.pki import revocation, services
from lucai.platform.pki.anchors import Revocation
from lucai.platform.pki.certificates import read_certificate
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.issuing import Answer, Issuer
from lucai.platform.pki.models import CertificateEvidence
from lucai.platform.pki.ocsp import certificate_id
from lucai.platform.pki.ports import SourceFailed
from lucai.platform.pki.validation import RevocationData, verify
from lucai.platform.records import system_access
from lucai_trust.envelope import Signature
from tests.makers import people
from tests.makers.authorities import NOW, Authority
from tests.makers.demonstration_cas import bound, trusted

ADDRESS = "lucai-demo://example/ocsp"


@pytest.fixture(scope="module")
def ca() -> Authority:
    return Authority()


def leaf_of(ca: Authority) -> bytes:
    return ca.leaf(ocsp_address=ADDRESS)


def answer(
    ca: Authority, leaf: bytes, *, revoked_at: datetime | None = None, issuer: Issuer | None = None
) -> bytes:
    named = certificate_id(
        read_certificate(leaf).parsed, read_certificate(ca.middle.certificate).parsed
    )
    told = Answer(named, NOW - timedelta(minutes=1), NOW + timedelta(days=1), revoked_at)
    return told.signed_by(issuer or ca.middle)


def judged(ca: Authority, leaf: bytes, *answers: bytes) -> RevocationData:
    found = verify(
        leaf,
        anchors=[ca.anchor(revocation=Revocation.REQUIRED)],
        revocation=RevocationData(ca.lists().crls[:1], answers),
        at=NOW,
        helpers=[ca.middle.certificate],
    )
    return found.revocation


def test_an_answer_takes_the_place_of_the_issuers_list(ca: Authority) -> None:
    leaf = leaf_of(ca)
    with pytest.raises(CertificateRefused, match="吊销信息"):
        judged(ca, leaf)
    assert judged(ca, leaf, answer(ca, leaf)).ocsps


def test_a_revoked_certificate_is_refused(ca: Authority) -> None:
    leaf = leaf_of(ca)
    with pytest.raises(CertificateRefused, match="吊销"):
        judged(ca, leaf, answer(ca, leaf, revoked_at=NOW - timedelta(days=1)))


def test_an_answer_that_another_ca_signed_is_not_heard(ca: Authority) -> None:
    leaf, stranger = leaf_of(ca), Authority(name="他人")
    with pytest.raises(CertificateRefused):
        judged(ca, leaf, answer(ca, leaf, issuer=stranger.middle))


def test_a_tampered_answer_is_not_heard(ca: Authority) -> None:
    leaf = leaf_of(ca)
    revoked = answer(ca, leaf, revoked_at=NOW - timedelta(days=1))
    parsed = ocsp.OCSPResponse.load(answer(ca, leaf))
    # The signature of another answer of the same CA.
    other = ocsp.OCSPResponse.load(revoked)["response_bytes"]["response"].parsed
    basic = parsed["response_bytes"]["response"].parsed
    forged = ocsp.BasicOCSPResponse(
        {
            "tbs_response_data": basic["tbs_response_data"],
            "signature_algorithm": basic["signature_algorithm"],
            "signature": other["signature"],
            "certs": basic["certs"],
        }
    )
    response = {"response_type": "basic_ocsp_response", "response": forged}
    whole = ocsp.OCSPResponse({"response_status": "successful", "response_bytes": response})
    with pytest.raises(CertificateRefused):
        judged(ca, leaf, whole.dump())


class Silent:
    """A CA's address that nobody answers at."""

    def fetch(self, address: str) -> bytes:
        raise SourceFailed(address)

    def ask(self, address: str, request: bytes) -> bytes:
        del request
        return self.fetch(address)


@pytest.mark.django_db
def test_the_answer_is_asked_for_and_kept_and_its_silence_is_borne(
    settings: Any, tmp_path: Any
) -> None:
    with trusted(settings, tmp_path):
        held = bound(people.supplier())
        with system_access("test"):
            kept = CertificateEvidence.objects.get(purpose="bind")
        assert len(kept.answers) == 1
        kept_lists = revocation.current_lists(kept.at)
        assert kept_lists.crls
        revocation.use("lucai-demo", Silent())
        signature = Signature.of(json.loads(held.sign(b"message")))
        assert services.check_signature(signature, b"message", kept.at).revocation.ocsps == ()
