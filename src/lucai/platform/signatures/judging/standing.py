"""Whether a certificate may be believed at a moment, and how a page tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509

from lucai.platform.pki.certificates import Certificate
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.validation import NO_PATH, RevocationData, verify
from lucai.platform.signatures.judging.findings import Check, Trust

LABEL = "证书"
STAMPING = "time_stamping"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What came along in the file: certificates and what is known of their revocation."""

    certificates: tuple[bytes, ...]
    revocation: RevocationData

    def with_current(self, trust: Trust) -> RevocationData:
        """Return it with the lists of today."""
        mine, now = self.revocation, trust.revocation
        return RevocationData(mine.crls + now.crls, mine.ocsps + now.ocsps)


@dataclass(frozen=True, slots=True)
class Standing:
    """What was found of a certificate."""

    check: Check
    anchor: str = ""


def standing(
    leaf: x509.Certificate,
    evidence: Evidence,
    trust: Trust,
    at: datetime,
    *,
    stamping: bool = False,
) -> Standing:
    """Judge a certificate at a moment; ``stamping`` if it has to be a timestamp authority's."""
    wrong = _wrong_purpose(leaf, stamping=stamping)
    if wrong:
        return Standing(Check(LABEL, False, wrong))
    try:
        verified = verify(
            leaf.dump(),
            anchors=trust.anchors,
            revocation=evidence.with_current(trust),
            at=at,
            helpers=_helpers(leaf, evidence.certificates),
        )
    except CertificateRefused as error:
        known = str(error) != NO_PATH
        return Standing(Check(LABEL, False if known else None, _said(str(error), known=known)))
    name = verified.anchor.name
    simulated = "（模拟机构，仅用于演示）" if verified.anchor.code in trust.simulated else ""
    return Standing(Check(LABEL, True, f"由{name}签发，签名时有效、未吊销{simulated}"), name)


def described(leaf: x509.Certificate) -> dict[str, Any]:
    """Return what a certificate says, for a finding."""
    read = Certificate(leaf.dump(), leaf)
    organisation = leaf.subject.native.get("organization_name", "")
    return {
        "signer": read.name,
        "organisation": organisation if isinstance(organisation, str) else "",
        "issuer": read.issuer_name,
        "serial": read.serial,
        "not_before": read.not_before,
        "not_after": read.not_after,
    }


def _said(text: str, *, known: bool) -> str:
    return text if known else "签发机构不在互认名单中，不能确认签名人身份"


def _wrong_purpose(leaf: x509.Certificate, *, stamping: bool) -> str:
    usage = leaf.extended_key_usage_value
    purposes = set(usage.native) if usage is not None else set()
    if stamping and purposes != {STAMPING}:
        return "这张证书不是时间戳证书"
    if not stamping and purposes == {STAMPING}:
        return "时间戳证书不能用来签名"
    return ""


def _helpers(leaf: x509.Certificate, certificates: Sequence[bytes]) -> list[bytes]:
    own = leaf.dump()
    return [each for each in dict.fromkeys(certificates) if each != own]
