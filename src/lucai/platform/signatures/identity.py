"""Who signs for the platform: two small CAs of its own, kept outside the database.

One speaks the algorithms every reader understands, one the national ones. Each has a root, a
signer, a timestamp authority and, for the national one, a maker of seals.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import crl, x509
from django.conf import settings

from lucai.platform.pki.anchors import Algorithm
from lucai.platform.pki.issuing import (
    AUTHORITY,
    SIGNING,
    Issuer,
    IssuingKey,
    Order,
    key_of,
    new_key,
    new_root,
)
from lucai.platform.signatures.files import keep_secret, read_secret

FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)
CLOSES = datetime(2049, 12, 31, tzinfo=UTC)
LIST_TERM = timedelta(days=7)
OWNER = "鲁采 · 山东省政府采购全流程电子化平台（示例）"


class Suite(StrEnum):
    """A family of algorithms."""

    INTERNATIONAL = "intl"
    NATIONAL = "gm"

    @property
    def algorithm(self) -> Algorithm:
        """What its keys are for."""
        national = self is Suite.NATIONAL
        return Algorithm.SM2_SM3 if national else Algorithm.ECDSA_SHA256

    @property
    def digest(self) -> str:
        """The digest that goes with it."""
        return "sm3" if self is Suite.NATIONAL else "sha256"


class Role(StrEnum):
    """What one of the platform's certificates is for."""

    ROOT = "root"
    SIGNER = "signer"
    CLOCK = "clock"
    MAKER = "maker"

    @property
    def holder(self) -> str:
        """How its certificate calls it."""
        return {
            Role.ROOT: "鲁采平台存证根 CA",
            Role.SIGNER: "鲁采平台存证签名",
            Role.CLOCK: "鲁采平台时间戳",
            Role.MAKER: "鲁采电子印章制作",
        }[self]


@dataclass(frozen=True, slots=True)
class Holder:
    """A key with its certificate."""

    key: IssuingKey
    certificate: x509.Certificate


@dataclass(frozen=True)
class Identity:
    """The platform under one family of algorithms."""

    suite: Suite
    holders: dict[Role, Holder]

    @cached_property
    def root(self) -> x509.Certificate:
        """The certificate that everything else leads to."""
        return self.holders[Role.ROOT].certificate

    def revocation_list(self, at: datetime) -> crl.CertificateList:
        """Return what is revoked at a moment: nothing, signed."""
        day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return _list_of(self, day)

    def revocation_bytes(self, at: datetime) -> bytes:
        """Return the same in DER."""
        octets: bytes = self.revocation_list(at).dump()
        return octets

    @cached_property
    def memory(self) -> dict[object, Any]:
        """What was made with these keys and serves again."""
        return {}


def identity(suite: Suite) -> Identity:
    """Return the platform's keys and certificates of a suite; make them at first use."""
    return _load(Path(settings.LUCAI_DATA_DIR) / "keys" / "evidence" / f"{suite}.json", suite)


def roots() -> list[x509.Certificate]:
    """Return the roots of all suites."""
    return [identity(suite).root for suite in Suite]


def _list_of(owner: Identity, day: datetime) -> crl.CertificateList:
    if day not in owner.memory:
        root = owner.holders[Role.ROOT]
        issuer = Issuer(root.key, root.certificate.dump())
        content = issuer.revocation_list((), at=day, until=day + LIST_TERM)
        owner.memory[day] = crl.CertificateList.load(content)
    found: crl.CertificateList = owner.memory[day]
    return found


@lru_cache(maxsize=8)
def _load(path: Path, suite: Suite) -> Identity:
    if not path.exists():
        keep_secret(path, _founded(suite))
    kept = read_secret(path)
    holders = {
        Role(role): Holder(
            key_of(suite.algorithm, bytes.fromhex(one["secret"])),
            x509.Certificate.load(base64.b64decode(one["certificate"])),
        )
        for role, one in kept.items()
    }
    return Identity(suite, holders)


def _founded(suite: Suite) -> dict[str, Any]:
    keys = {role: new_key(suite.algorithm) for role in Role}
    root = new_root(keys[Role.ROOT], _order(Role.ROOT, keys[Role.ROOT]))
    made: dict[Role, bytes] = {Role.ROOT: root.certificate}
    for role in set(Role) - {Role.ROOT}:
        made[role] = root.issue(_order(role, keys[role]))
    return {
        role: {
            "secret": keys[role].secret.hex(),
            "certificate": base64.b64encode(made[role]).decode(),
        }
        for role in Role
    }


def _order(role: Role, key: IssuingKey) -> Order:
    subject = {"country_name": "CN", "organization_name": OWNER, "common_name": role.holder}
    if role is Role.ROOT:
        return Order(subject, key.spki, FOUNDED, CLOSES, AUTHORITY, authority=True)
    purposes = ("time_stamping",) if role is Role.CLOCK else ()
    return Order(subject, key.spki, FOUNDED, CLOSES, SIGNING, purposes=purposes)
