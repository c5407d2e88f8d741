"""Certificate authorities for tests: root, intermediate, leaves, revocation lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from lucai.kernel.clock import BEIJING
from lucai.platform.pki.anchors import Algorithm, Anchor, Revocation
from lucai.platform.pki.certificates import SUBJECT, UsccRule
from lucai.platform.pki.issuing import (
    AUTHORITY,
    SIGNING,
    Issuer,
    IssuingKey,
    Order,
    new_key,
    new_root,
)
from lucai.platform.pki.validation import RevocationData
from tests.makers.people import uscc

NOW = datetime(2026, 6, 1, 9, tzinfo=BEIJING)
BEGAN, ENDS = NOW - timedelta(days=400), NOW + timedelta(days=3650)
CODE = uscc(3001)
IN_SUBJECT = UsccRule(SUBJECT, "2.5.4.5", "([0-9A-Z]{18})")


@cache
def key(algorithm: Algorithm, name: str) -> IssuingKey:
    """Return a key by name, made once; making RSA keys takes its time."""
    del name
    return new_key(algorithm)


@dataclass
class Authority:
    """A CA of two floors, with all its keys at hand."""

    algorithm: Algorithm = Algorithm.SM2_SM3
    name: str = "示例"
    rule: UsccRule = IN_SUBJECT
    revoked: list[tuple[int, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make root and intermediate."""
        self.root = new_root(
            key(self.algorithm, f"{self.name} root"), self._authority_order("根", "root")
        )
        self.middle = Issuer(
            key(self.algorithm, f"{self.name} middle"),
            self.root.issue(self._authority_order("运营", "middle")),
        )

    def _authority_order(self, word: str, floor: str) -> Order:
        subject = {"country_name": "CN", "common_name": f"{self.name}{word} CA"}
        spki = key(self.algorithm, f"{self.name} {floor}").spki
        return Order(subject, spki, BEGAN, ENDS, AUTHORITY, authority=True)

    def order(self, **more: Any) -> Order:
        """Return what a supplier's signing certificate says."""
        subject = {
            "country_name": "CN",
            "organization_name": "示例供应商1有限公司",
            "common_name": "示例供应商1有限公司",
            "serial_number": CODE,
        }
        spki = key(self.algorithm, f"{self.name} leaf").spki
        plain = Order(subject, spki, NOW - timedelta(days=30), NOW + timedelta(days=335), SIGNING)
        return replace(plain, **more)

    def leaf(self, **more: Any) -> bytes:
        """Return a certificate of the intermediate CA."""
        return self.middle.issue(self.order(**more))

    def anchor(self, **more: Any) -> Anchor:
        """Return the CA as the trust list has it."""
        plain = Anchor(
            code="example",
            name=self.name,
            root=self.root.certificate,
            intermediates=(self.middle.certificate,),
            algorithms=frozenset({self.algorithm}),
            uscc_rule=self.rule,
            signing_usage=frozenset({"digital_signature"}),
            revocation=Revocation.REQUIRED,
            policies=frozenset(),
            valid_from=BEGAN,
            valid_to=None,
        )
        return replace(plain, **more)

    def lists(
        self, at: datetime = NOW, *, revoked: tuple[tuple[int, datetime], ...] = ()
    ) -> RevocationData:
        """Return fresh revocation lists of both floors."""
        until = at + timedelta(days=7)
        return RevocationData(
            (
                self.root.revocation_list((), at=at, until=until),
                self.middle.revocation_list(revoked, at=at, until=until),
            )
        )
