"""Lists of revoked certificates as far as P4 needs them (RFC 5280 §5; SM2: GM/T 0015).

A list that does not plainly speak of a moment, and of all its issuer's certificates, shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lucai_trust.envelope.signatures import Signature, SignatureAlgorithm
from lucai_trust.errors import DerRefused, KeyRefused
from lucai_trust.gm import der
from lucai_trust.verifier.certificates import (
    ALGORITHMS,
    BOOLEAN,
    GENERALIZED_TIME,
    UTC_TIME,
    Certificate,
    moment_of,
)
from lucai_trust.verifier.findings import Broken

SIGNS_LISTS = 6
_EXTENSIONS = 0xA0


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A list of certificates that their issuer took back, by their serial numbers, and since when."""

    body: bytes
    issuer: bytes
    next_update: datetime | None
    revoked: Mapping[bytes, datetime]
    is_plain: bool
    algorithm: SignatureAlgorithm | None
    signature: bytes

    @classmethod
    def parse(cls, encoded: bytes) -> RevocationList:
        """Read a list.

        Raises:
            KeyRefused: these bytes are none.
        """
        try:
            return _parse(encoded)
        except (DerRefused, ValueError) as error:
            raise KeyRefused(f"not a revocation list: {error}") from error

    def speaks_of(self, certificate: Certificate, issuer: Certificate, at: datetime) -> bool:
        """Say whether it shows of a certificate if it was revoked at a moment."""
        if self.issuer != certificate.issuer or not self.is_plain:
            return False
        if self.next_update is None or self.next_update < at or self.algorithm is None:
            return False
        if issuer.usage is not None and SIGNS_LISTS not in issuer.usage:
            return False
        return Signature(self.algorithm, (issuer.encoded,), self.signature).holds(self.body)


def check_revocation(
    path: Sequence[Certificate], lists: Iterable[RevocationList], at: datetime
) -> bool:
    """See that no list says of a certificate of a path that it was revoked at a moment.

    Returns:
        Whether a list spoke of each of them but the root.

    Raises:
        Broken: one was revoked.
    """
    known, spoken = list(lists), []
    for certificate, issuer in pairwise(path):
        speaking = [one for one in known if one.speaks_of(certificate, issuer, at)]
        since = [one.revoked[certificate.serial] for one in speaking
                 if certificate.serial in one.revoked]  # fmt: skip
        if any(moment <= at for moment in since):
            raise Broken("certificate_revoked", f"证书“{certificate.name}”当时已被吊销")
        spoken.append(bool(speaking))
    return bool(spoken) and all(spoken)


def _parse(encoded: bytes) -> RevocationList:
    outer = der.Reader(encoded)
    parts = outer.sequence()
    outer.end()
    body, algorithm = parts.element(der.SEQUENCE), parts.element(der.SEQUENCE)
    signature = parts.bits()
    parts.end()
    fields = der.Reader(body.content)
    if fields.integer() != 1:
        raise DerRefused("a list of version 2 is expected")
    if fields.element(der.SEQUENCE).raw != algorithm.raw:
        raise DerRefused("it names two algorithms of its signature")
    issuer = fields.element(der.SEQUENCE)
    moment_of(fields.element())
    rest = []
    while not fields.finished:
        rest.append(fields.element())
    next_update = next((each for each in rest if each.tag in {UTC_TIME, GENERALIZED_TIME}), None)
    return RevocationList(
        body=body.raw,
        issuer=issuer.raw,
        next_update=moment_of(next_update) if next_update else None,
        revoked=_revoked(rest),
        is_plain=_is_plain(rest),
        algorithm=ALGORITHMS.get(der.Reader(algorithm.content).element(der.OBJECT_ID).content),
        signature=signature,
    )


def _revoked(rest: Iterable[der.Element]) -> dict[bytes, datetime]:
    found: dict[bytes, datetime] = {}
    for listed in (der.Reader(each.content) for each in rest if each.tag == der.SEQUENCE):
        while not listed.finished:
            entry = listed.sequence()
            serial = entry.element(der.INTEGER).content
            found[serial] = moment_of(entry.element())
    return found


def _is_plain(rest: Iterable[der.Element]) -> bool:
    """Say whether no extension must be understood: a part of a list, or changes to one, has such."""
    for each in rest:
        if each.tag != _EXTENSIONS:
            continue
        listed = der.Reader(each.content).sequence()
        while not listed.finished:
            extension = listed.sequence()
            extension.element(der.OBJECT_ID)
            value = extension.element()
            if value.tag == BOOLEAN and value.content != b"\0":
                return False
    return True
