"""What the trust list says about one CA, as validation reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lucai.platform.pki.certificates import UsccRule
from lucai.platform.pki.oids import SM2_SIGNATURE


class Algorithm(StrEnum):
    """A signature algorithm that a CA's certificates may carry."""

    SM2_SM3 = "SM2-SM3"
    ECDSA_SHA256 = "ECDSA-SHA256"
    RSA_SHA256 = "RSA-SHA256"

    @property
    def native(self) -> str:
        """What asn1crypto calls it."""
        return NATIVE[self]


NATIVE = {
    Algorithm.SM2_SM3: SM2_SIGNATURE,
    Algorithm.ECDSA_SHA256: "sha256_ecdsa",
    Algorithm.RSA_SHA256: "sha256_rsa",
}


class Revocation(StrEnum):
    """How much a missing revocation list weighs."""

    REQUIRED = "required"
    ADVISORY = "advisory"

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return {"required": "必须能查到且未吊销", "advisory": "查得到时不得已吊销"}[self.value]


class KeyUsage(StrEnum):
    """A use that a certificate which signs may have to name (keyUsage, RFC 5280 §4.2.1.3)."""

    DIGITAL_SIGNATURE = "digital_signature"
    NON_REPUDIATION = "non_repudiation"

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return {"digital_signature": "数字签名", "non_repudiation": "不可否认"}[self.value]


@dataclass(frozen=True, slots=True)
class Anchor:
    """One CA under the trust list.

    ``root`` and ``intermediates`` are DER; ``signing_usage`` the key usages a certificate must
    have to sign (dual certificates: one signs, one encrypts); ``policies`` the certificate
    policies of which one is asked for, if any are named.
    """

    code: str
    name: str
    root: bytes
    intermediates: tuple[bytes, ...]
    algorithms: frozenset[Algorithm]
    uscc_rule: UsccRule
    signing_usage: frozenset[str]
    revocation: Revocation
    policies: frozenset[str]
    valid_from: datetime
    valid_to: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the list trusts this CA at that moment."""
        return self.valid_from <= moment and (self.valid_to is None or moment < self.valid_to)
