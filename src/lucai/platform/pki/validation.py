"""The one validator: path, revocation, use (RFC 5280), with SM2 as one more algorithm.

Nothing is fetched while a path is validated: revocation lists and OCSP answers are handed in,
so that the same bytes decide again in ten years.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import algos, crl, keys, ocsp
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    AlgorithmUsageConstraint,
    DisallowWeakAlgorithmsPolicy,
    PKIXValidationParams,
)
from pyhanko_certvalidator.sig_validate import (
    DEFAULT_VALIDATION_CONTEXT,
    DefaultSignatureValidator,
    SignatureValidationContext,
)

from lucai.platform.pki.anchors import Algorithm, Anchor, Revocation
from lucai.platform.pki.certificates import Certificate, read_certificate
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.oids import SM2_SIGNATURE
from lucai_trust.errors import KeyRefused
from lucai_trust.gm import PublicKey

T = TypeVar("T")

MOST_HELPERS = 8

NO_PATH = "证书不是互认名单中的机构签发的，请换用名单内机构的证书。"
NOT_IN_FORCE = "签发机构当前不在互认名单的有效期内。"


@dataclass(frozen=True, slots=True)
class RevocationData:
    """What is known about revoked certificates: bytes as the CAs signed them."""

    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """A certificate that was good, with the evidence: path from leaf to root, and what was asked."""

    certificate: Certificate
    anchor: Anchor
    uscc: str
    path: tuple[bytes, ...]
    revocation: RevocationData
    at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment a certificate is judged at, and whether later lists speak of it."""

    at: datetime
    looking_back: bool = False


class GmSignatureValidator(DefaultSignatureValidator):
    """Checks SM2 over SM3 with our own SM2, everything else with the library."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: keys.PublicKeyInfo,
        signature_algorithm: algos.SignedDigestAlgorithm,
        context: SignatureValidationContext = DEFAULT_VALIDATION_CONTEXT,
    ) -> None:
        """Raise ``InvalidSignature`` unless the signature is the key's over the data."""
        try:
            if signature_algorithm["algorithm"].native == SM2_SIGNATURE:
                _check_sm2(signature, signed_data, public_key_info, context)
                return
            super().validate_signature(
                signature, signed_data, public_key_info, signature_algorithm, context
            )
        except (KeyRefused, UnsupportedAlgorithm, ValueError, AssertionError) as error:
            raise InvalidSignature(str(error)) from error


class ListedAlgorithms(DisallowWeakAlgorithmsPolicy):
    """Takes the algorithms the trust list names for a CA, and of those none that is weak."""

    def __init__(self, algorithms: Iterable[Algorithm]) -> None:
        super().__init__()
        self._taken = {each.native for each in algorithms}

    def signature_algorithm_allowed(
        self,
        algo: algos.SignedDigestAlgorithm,
        moment: datetime | None,
        public_key: keys.PublicKeyInfo | None,
    ) -> AlgorithmUsageConstraint:
        """Say whether a path may rest on this algorithm."""
        if algo["algorithm"].native not in self._taken:
            return AlgorithmUsageConstraint(allowed=False, failure_reason="not on the trust list")
        return super().signature_algorithm_allowed(algo, moment, public_key)


def verify(
    der: bytes,
    *,
    anchors: Sequence[Anchor],
    revocation: RevocationData,
    at: datetime,
    helpers: Sequence[bytes] = (),
    looking_back: bool = False,
) -> Verified:
    """Return what stands behind a certificate that may sign at that moment.

    ``helpers`` are intermediates that came with the signature; they may lead to a root, and
    are believed no further than their own signatures. ``looking_back`` hears revocation lists
    made after ``at``: what they say of that moment holds for it.

    Raises:
        CertificateRefused: with the reason, in words for its holder.
    """
    certificate = read_certificate(der)
    issuers = [read_certificate(each) for each in helpers[:MOST_HELPERS]]
    reasons: list[str] = []
    for anchor in anchors:
        try:
            moment = Moment(at, looking_back)
            return _verify_under(anchor, certificate, issuers, revocation, moment)
        except _NoPath:
            continue
        except CertificateRefused as error:
            reasons.append(str(error))
    raise CertificateRefused(reasons[0] if reasons else NO_PATH)


class _NoPath(Exception):
    """No path leads to this root."""


def _verify_under(
    anchor: Anchor,
    certificate: Certificate,
    issuers: Sequence[Certificate],
    revocation: RevocationData,
    moment: Moment,
) -> Verified:
    try:
        path = _path(anchor, certificate, issuers, revocation, moment)
    except (PathBuildingError, InvalidCertificateError) as error:
        raise _NoPath from error
    except ValidationError as error:
        raise CertificateRefused(_reason(error, certificate)) from error
    at = moment.at
    if not anchor.holds_at(at):
        raise CertificateRefused(NOT_IN_FORCE)
    _demand_use(anchor, certificate)
    held = tuple(each.dump() for each in reversed(list(path.iter_certs(include_root=True))))
    return Verified(certificate, anchor, certificate.uscc(anchor.uscc_rule), held, revocation, at)


def _path(
    anchor: Anchor,
    certificate: Certificate,
    issuers: Sequence[Certificate],
    revocation: RevocationData,
    moment: Moment,
) -> ValidationPath:
    """Return a path that holds.

    Where the trust list allows it a missing revocation list is borne; one that is there is
    heard in any case.
    """

    def attempt(mode: str) -> ValidationPath:
        context = _context(anchor, issuers, revocation, moment, mode)
        validator = CertificateValidator(
            certificate.parsed, validation_context=context, pkix_params=_parameters(anchor)
        )
        return _without_a_network(validator.async_validate_path())

    try:
        return attempt("require")
    except InsufficientRevinfoError:
        if anchor.revocation is Revocation.REQUIRED:
            raise
        return attempt("soft-fail")


def _parameters(anchor: Anchor) -> PKIXValidationParams:
    return PKIXValidationParams(
        user_initial_policy_set=anchor.policies or frozenset({"any_policy"}),
        initial_explicit_policy=bool(anchor.policies),
    )


def _context(
    anchor: Anchor,
    issuers: Sequence[Certificate],
    revocation: RevocationData,
    moment: Moment,
    mode: str,
) -> ValidationContext:
    known = [read_certificate(each).parsed for each in anchor.intermediates]
    return ValidationContext(
        trust_roots=[read_certificate(anchor.root).parsed],
        other_certs=[*known, *(each.parsed for each in issuers)],
        moment=moment.at,
        retroactive_revinfo=moment.looking_back,
        crls=[crl.CertificateList.load(each) for each in revocation.crls],
        ocsps=[ocsp.OCSPResponse.load(each) for each in revocation.ocsps],
        revocation_mode=mode,
        algorithm_usage_policy=ListedAlgorithms(anchor.algorithms),
        signature_validator=GmSignatureValidator(),
    )


def _demand_use(anchor: Anchor, certificate: Certificate) -> None:
    if certificate.parsed.ca:
        raise CertificateRefused("这是机构证书，不能用来签名办事。")
    if not anchor.signing_usage <= certificate.usage:
        raise CertificateRefused("这张证书不是签名证书（可能是加密证书），请选用签名证书。")


def _reason(error: ValidationError, certificate: Certificate) -> str:
    if isinstance(error, RevokedError):
        return "证书已被签发机构吊销，不能使用。请联系签发机构。"
    if isinstance(error, ExpiredError):
        return f"证书已过期（有效期至 {certificate.not_after:%Y-%m-%d}），请更换后再试。"
    if isinstance(error, NotYetValidError):
        return f"证书尚未生效（自 {certificate.not_before:%Y-%m-%d} 起有效）。"
    if isinstance(error, InsufficientRevinfoError):
        return "暂时查不到签发机构的最新吊销信息，不能确认证书有效。请稍后再试。"
    return "证书链没有通过验证：签名、用途或算法不符合要求。"


def _check_sm2(
    signature: bytes,
    signed_data: bytes,
    public_key_info: keys.PublicKeyInfo,
    context: SignatureValidationContext,
) -> None:
    # SM2 hashes the signer's identity with the data; a bare digest leaves it out.
    if context.prehashed or not PublicKey.from_spki(public_key_info.dump()).verify(
        signed_data, signature
    ):
        raise InvalidSignature("not this SM2 key's signature")


def _without_a_network(work: Coroutine[Any, Any, T]) -> T:
    """Run a path validation that has everything it needs and so never waits for anything."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("a path validation asked the network")
