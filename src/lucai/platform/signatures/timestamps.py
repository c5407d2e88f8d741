"""The platform's own timestamp authority (RFC 3161): ECDSA for SHA-2, SM2 for SM3."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, ClassVar

from asn1crypto import algos, cms, core, tsp, x509

from lucai.kernel import chance
from lucai.platform.signatures.identity import Holder, Role, Suite, identity

LONGEST_REQUEST = 4096
SERIAL_BYTES = 16
POLICY = "2.25.290864659256287250759703631909044818371"
"""How this authority works: by its own clock, whole seconds. A name made of a UUID."""

SIZES = {"sha256": 32, "sha384": 48, "sha512": 64, "sm3": 32}


def suite_for(digest: str) -> Suite:
    """Return the suite that answers for a digest."""
    return Suite.NATIONAL if digest == Suite.NATIONAL.digest else Suite.INTERNATIONAL


class Answer(core.Sequence):
    """RFC 3161's response; asn1crypto's own demands a token even in a refusal."""

    _fields: ClassVar[list[Any]] = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class _Refused(Exception):
    """A request that gets no token; ``failure`` is RFC 3161's word for why."""

    def __init__(self, failure: str) -> None:
        super().__init__(failure)
        self.failure = failure


def answer(request: bytes, at: datetime) -> bytes:
    """Answer a request for a timestamp: always a response, with or without a token."""
    try:
        response = _granted(_read(request), at)
    except _Refused as refusal:
        response = Answer({"status": {"status": "rejection", "fail_info": {refusal.failure}}})
    octets: bytes = response.dump()
    return octets


@dataclass(frozen=True, slots=True)
class Given:
    """A token with the end of the certificate of the authority that gave it."""

    token: bytes
    until: datetime


def tokens_over(content: bytes, at: datetime) -> dict[str, Given]:
    """Return a token over some bytes in each family of algorithms, by the name of its digest."""
    return {suite.digest: _given(suite, content, at) for suite in Suite}


def _given(suite: Suite, content: bytes, at: datetime) -> Given:
    imprint = {
        "hash_algorithm": {"algorithm": suite.digest},
        "hashed_message": hashlib.new(suite.digest, content).digest(),
    }
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True})
    token: bytes = _granted(request, at)["time_stamp_token"].dump()
    certificate = identity(suite).holders[Role.CLOCK].certificate
    return Given(token, certificate.not_valid_after)


def _read(request: bytes) -> tsp.TimeStampReq:
    if len(request) > LONGEST_REQUEST:
        raise _Refused("bad_data_format")
    try:
        found = tsp.TimeStampReq.load(request, strict=True)
        imprint = found["message_imprint"]
        name, size = (
            imprint["hash_algorithm"]["algorithm"].native,
            len(imprint["hashed_message"].native),
        )
        version, policy = found["version"].native, found["req_policy"].native
        extensions = found["extensions"].native
    except (ValueError, TypeError, KeyError) as error:
        raise _Refused("bad_data_format") from error
    if version != "v1":
        raise _Refused("bad_request")
    if name not in SIZES:
        raise _Refused("bad_alg")
    if size != SIZES[name]:
        raise _Refused("bad_data_format")
    if policy not in {None, POLICY}:
        raise _Refused("unaccepted_policy")
    if extensions:
        raise _Refused("unaccepted_extensions")
    return found


def _granted(request: tsp.TimeStampReq, at: datetime) -> Answer:
    name = request["message_imprint"]["hash_algorithm"]["algorithm"].native
    suite = suite_for(name)
    clock = identity(suite).holders[Role.CLOCK]
    content = _content(request, at)
    certificates = [clock.certificate] if request["cert_req"].native else []
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": suite.digest}],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(content),
            },
            "certificates": certificates,
            "signer_infos": [_signed(clock, suite, content, at)],
        }
    )
    token = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return Answer({"status": {"status": "granted"}, "time_stamp_token": token})


def _content(request: tsp.TimeStampReq, at: datetime) -> bytes:
    content: dict[str, Any] = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": request["message_imprint"],
        "serial_number": int(chance.token_hex(SERIAL_BYTES), 16) | 1,
        "gen_time": at.astimezone(UTC).replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    if request["nonce"].native is not None:
        content["nonce"] = request["nonce"]
    octets: bytes = tsp.TSTInfo(content).dump()
    return octets


def _signed(clock: Holder, suite: Suite, content: bytes, at: datetime) -> cms.SignerInfo:
    certificate = clock.certificate
    mechanism = algos.SignedDigestAlgorithm({"algorithm": suite.algorithm.native})
    digest = algos.DigestAlgorithm({"algorithm": suite.digest})
    named = {
        "hash_algorithm": {"algorithm": "sha256"},
        "cert_hash": hashlib.sha256(certificate.dump()).digest(),
    }
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "signing_time", "values": [cms.Time({"utc_time": _whole(at)})]},
            {"type": "message_digest", "values": [hashlib.new(suite.digest, content).digest()]},
            {"type": "signing_certificate_v2", "values": [{"certs": [named]}]},
        ]
    )
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": _named(certificate.dump())},
            "digest_algorithm": digest,
            "signed_attrs": attributes,
            "signature_algorithm": mechanism,
            "signature": clock.key.sign(attributes.untag().dump()),
        }
    )


@lru_cache(maxsize=8)
def _spelt(certificate: bytes) -> bytes:
    """Return how a certificate is named: a name takes longer to spell than to sign."""
    read = x509.Certificate.load(certificate)
    named = {"issuer": read.issuer, "serial_number": read.serial_number}
    value: bytes = cms.IssuerAndSerialNumber(named).dump()
    return value


def _named(certificate: bytes) -> cms.IssuerAndSerialNumber:
    return cms.IssuerAndSerialNumber.load(_spelt(certificate))


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
