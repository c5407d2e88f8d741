"""X.509 certificates as far as a path to a trusted root needs them (RFC 5280; SM2: GM/T 0015).

Read here and not by a library, since none of those at hand knows SM2 keys in certificates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lucai_trust.envelope.signatures import Signature, SignatureAlgorithm, subject_public_key
from lucai_trust.errors import DerRefused, KeyRefused
from lucai_trust.gm import der
from lucai_trust.verifier.findings import Broken

LONGEST_PATH = 8
_VERSION, _EXTENSIONS, _SET, BOOLEAN = 0xA0, 0xA3, 0x31, 0x01
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
_SIGNS, _SIGNS_CERTIFICATES = 0, 5
_KEY_USAGE, _BASIC_CONSTRAINTS = bytes.fromhex("551d0f"), bytes.fromhex("551d13")
_NAMES = (bytes.fromhex("550403"), bytes.fromhex("55040a"))
ALGORITHMS = {
    bytes.fromhex("2a811ccf55018375"): SignatureAlgorithm.SM2_SM3,
    bytes.fromhex("2a8648ce3d040302"): SignatureAlgorithm.ECDSA_SHA256,
    bytes.fromhex("2a864886f70d01010b"): SignatureAlgorithm.RSA_SHA256,
    bytes.fromhex("2b6570"): SignatureAlgorithm.ED25519,
}
_MOMENT = re.compile(r"(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of version 3."""

    encoded: bytes
    body: bytes
    issuer: bytes
    subject: bytes
    serial: bytes
    name: str
    not_before: datetime
    not_after: datetime
    is_authority: bool
    usage: frozenset[int] | None
    algorithm: SignatureAlgorithm | None
    signature: bytes

    @classmethod
    def parse(cls, encoded: bytes) -> Certificate:
        """Read a certificate.

        Raises:
            KeyRefused: these bytes are none, or none of version 3.
        """
        try:
            return _parse(encoded)
        except (DerRefused, ValueError) as error:
            raise KeyRefused(f"not a certificate: {error}") from error

    @property
    def may_sign(self) -> bool:
        """Whether its key is for signatures."""
        return self.usage is None or _SIGNS in self.usage

    def is_issued_by(self, other: Certificate) -> bool:
        """Say whether another certificate's key signed this one, and may."""
        if other.subject != self.issuer or not other.is_authority:
            return False
        if other.usage is not None and _SIGNS_CERTIFICATES not in other.usage:
            return False
        if self.algorithm is None:
            return False
        return Signature(self.algorithm, (other.encoded,), self.signature).holds(self.body)


def check_path(
    roots: tuple[Certificate, ...],
    leaf: Certificate,
    helpers: Iterable[Certificate],
    at: datetime,
) -> list[Certificate]:
    """Return the path that leads from a certificate to a root, valid at a moment; the root is last.

    Raises:
        Broken: none does.
    """
    candidates, path, last = (*roots, *helpers), [leaf], leaf
    for _ in range(LONGEST_PATH):
        if any(root.encoded == last.encoded for root in roots):
            return path
        if not last.not_before <= at <= last.not_after:
            raise Broken("certificate_not_valid", f"证书“{last.name}”当时不在有效期内")
        issuer = next((each for each in candidates if last.is_issued_by(each)), None)
        if issuer is None:
            raise Broken("certificate_untrusted", f"找不到“{last.name}”的可信签发者")
        last = issuer
        path.append(issuer)
    raise Broken("certificate_path_too_long", "证书链过长")


def _parse(encoded: bytes) -> Certificate:
    outer = der.Reader(encoded)
    parts = outer.sequence()
    outer.end()
    body, algorithm = parts.element(der.SEQUENCE), parts.element(der.SEQUENCE)
    signature = parts.bits()
    parts.end()
    fields = der.Reader(body.content)
    fields.element(_VERSION)
    serial = fields.element(der.INTEGER).content
    if fields.element(der.SEQUENCE).raw != algorithm.raw:
        raise DerRefused("it names two algorithms of its signature")
    issuer, validity = fields.element(der.SEQUENCE), fields.sequence()
    subject = fields.element(der.SEQUENCE)
    subject_public_key(encoded)
    fields.element(der.SEQUENCE)
    extensions = _extensions(fields)
    return Certificate(
        encoded=encoded,
        body=body.raw,
        issuer=issuer.raw,
        subject=subject.raw,
        serial=serial,
        name=_name(subject.content),
        not_before=moment_of(validity.element()),
        not_after=moment_of(validity.element()),
        is_authority=_is_authority(extensions.get(_BASIC_CONSTRAINTS)),
        usage=_usage(extensions.get(_KEY_USAGE)),
        algorithm=ALGORITHMS.get(der.Reader(algorithm.content).element(der.OBJECT_ID).content),
        signature=signature,
    )


def _extensions(fields: der.Reader) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    while not fields.finished:
        element = fields.element()
        if element.tag != _EXTENSIONS:
            continue
        listed = der.Reader(element.content).sequence()
        while not listed.finished:
            extension = listed.sequence()
            name = extension.element(der.OBJECT_ID).content
            value = extension.element()
            found[name] = (extension.element() if value.tag == BOOLEAN else value).content
    return found


def _is_authority(extension: bytes | None) -> bool:
    if extension is None:
        return False
    inside = der.Reader(extension).sequence()
    if inside.finished:
        return False
    first = inside.element()
    return first.tag == BOOLEAN and first.content[:1] == b"\xff"


def _usage(extension: bytes | None) -> frozenset[int] | None:
    if extension is None:
        return None
    spelt = der.Reader(extension).element(der.BIT_STRING).content[1:]
    bits = (
        (8 * at + bit, byte & (0x80 >> bit)) for at, byte in enumerate(spelt) for bit in range(8)
    )
    return frozenset(number for number, is_set in bits if is_set)


def _name(subject: bytes) -> str:
    found: dict[bytes, str] = {}
    sets = der.Reader(subject)
    while not sets.finished:
        pairs = der.Reader(sets.element(_SET).content)
        while not pairs.finished:
            pair = pairs.sequence()
            name = pair.element(der.OBJECT_ID).content
            found[name] = pair.element().content.decode("utf-8", "replace")
    return next((found[name] for name in _NAMES if name in found), "")


def moment_of(element: der.Element) -> datetime:
    """Read a moment as certificates and lists spell it.

    Raises:
        DerRefused, ValueError: none.
    """
    match = _MOMENT.fullmatch(element.content.decode("ascii"))
    if match is None or element.tag not in {UTC_TIME, GENERALIZED_TIME}:
        raise DerRefused("a moment of a certificate is malformed")
    year, month, day, hour, minute, second = (int(each) for each in match.groups())
    if element.tag == UTC_TIME:
        year += 2000 if year < 50 else 1900
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
