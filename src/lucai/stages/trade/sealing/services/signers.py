"""Whose certificates signed an envelope, and whether they were good when it was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Actor
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.services import check_past_signature, keep_evidence
from lucai_trust.envelope import Header

OTHER = "签名证书上的统一社会信用代码与投标人不符"


@dataclass(frozen=True, slots=True)
class Signed:
    """A header that opened, and when its envelope was received."""

    header: Header
    received_at: datetime


def problem_of(actor: Actor, signed: Signed) -> str:
    """Say what is wrong with the certificates behind an envelope; empty where nothing is.

    Judged at the moment of receipt, since a certificate may have run out or been revoked since
    (电子签名法 第十三条); what was checked is kept for as long as the file (第二十四条).
    Part of the opening's command.
    """
    found: set[str] = set()
    for signature in signed.header.signatures:
        try:
            verified = check_past_signature(
                signature, signed.header.inner_bytes, signed.received_at
            )
        except CertificateRefused as error:
            return str(error)
        keep_evidence(
            actor, verified=verified, message=signed.header.inner_bytes, signature=signature,
            purpose="bid",
        )  # fmt: skip
        found.add(verified.uscc)
    missing = [one.name for one in signed.header.inner.bidders if one.code not in found]
    return f"{OTHER}：{'、'.join(missing)}" if missing else ""
