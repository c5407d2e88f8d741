"""Bad envelopes on which readers have differed: curves, too many parts, words that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP384R1,
    EllipticCurve,
    derive_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lucai_trust.encoding import canonical, parse_canonical
from lucai_trust.envelope import (
    CertificateSigner,
    Envelope,
    SignatureAlgorithm,
    acknowledge,
    say_unopened,
)
from lucai_trust.gm import der
from lucai_trust.suites import Suite
from tools.trust_vectors.bids import DEADLINE, Keys, Sealed, Vector, case_of

MORE_THAN_ALL = 1001


def strict_cases(sealed: Sealed) -> list[Vector]:
    """Return them, of the base that is sealed."""
    return [*_by_curve(sealed.keys.suite), _too_many_parts(sealed.envelope), *_by_words(sealed)]


def ecdsa_signer(curve: EllipticCurve) -> CertificateSigner:
    """Return a certificate that signs itself with ECDSA-SHA256 on a curve."""
    key = derive_private_key(int.from_bytes(b"lucai vector key of a curve"), curve)
    algorithm = der.sequence(bytes.fromhex("06082a8648ce3d040302"))  # 1.2.840.10045.4.3.2
    name = der.sequence(
        der.encode(0x31, der.sequence(bytes.fromhex("0603550403"), der.encode(0x0C, b"curve")))
    )
    validity = der.sequence(der.encode(0x17, b"260101000000Z"), der.encode(0x17, b"290101000000Z"))
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    body = der.sequence(
        der.encode(0xA0, der.integer(2)), der.integer(1), algorithm, name, validity, name, spki
    )

    def sign(message: bytes) -> bytes:
        return key.sign(message, ECDSA(SHA256()))

    whole = der.sequence(body, algorithm, der.encode(der.BIT_STRING, b"\0" + sign(body)))
    return CertificateSigner(SignatureAlgorithm.ECDSA_SHA256, (whole,), sign)


def _by_curve(suite: Suite) -> list[Vector]:
    """Return what is signed on another curve than P-256."""
    other = Sealed(suite, with_bidder=False, signer=ecdsa_signer(SECP384R1())).vector("")
    told = {name: other[name] for name in ("core", "sealed", "receipted", "releases")}
    return [case_of("signed with ECDSA on P-384", "bidder", **told)]


def _too_many_parts(envelope: Envelope) -> Vector:
    whole = Envelope(more_parts(envelope.core_bytes, MORE_THAN_ALL), envelope.sealed, envelope.core)
    digests = whole.digests
    stated = {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size}
    edit = {"of": "core", "parts": MORE_THAN_ALL}
    return case_of("more than a thousand parts", "refused", receipted=stated) | {"edit": edit}


def more_parts(core: bytes, count: int) -> bytes:
    """Repeat the last part of a core, numbered on, until there are so many."""
    read = parse_canonical(core)
    assert isinstance(read, dict)
    parts = read["parts"]
    assert isinstance(parts, list)
    last = parts[-1]
    assert isinstance(last, dict)
    more = [last | {"n": number} for number in range(len(parts) + 1, count + 1)]
    return canonical(read | {"parts": [*parts, *more]})


def _by_words(sealed: Sealed) -> list[Vector]:
    """Return what a holder says of its share, with what it said at submission and without."""
    others = sealed.releases("buyer", "department")
    now, once = _denied(sealed, "finance"), _acknowledged(sealed, "finance")
    of_another = _acknowledged(Sealed(sealed.keys.suite, with_bidder=False), "finance")
    return [
        _told("denies the share it acknowledged", "holder", ("finance",), [now, *others], once),
        _told("denies a share it never acknowledged", "absent-holder", ("centre", "finance"),
              [now, *others]),
        _told("denies its share of one and acknowledged another's", "absent-holder",
              ("centre", "finance"), [now, *others], of_another),
        _told("acknowledged its share and is silent", "absent-holder", ("centre", "finance"),
              others, once),
    ]  # fmt: skip


def _told(
    name: str, culprit: str, holders: Sequence[str], releases: list[str], *acknowledged: str
) -> Vector:
    return case_of(name, culprit, *holders, releases=releases, acknowledgements=list(acknowledged))


def _denied(sealed: Sealed, holder: str) -> str:
    signer = Keys(sealed.keys.suite).signer(holder)
    said = say_unopened(sealed.policy, sealed.envelope, holder, signer=signer, at=DEADLINE)
    return said.encode().decode()


def _acknowledged(sealed: Sealed, holder: str) -> str:
    said = acknowledge(
        sealed.policy, sealed.envelope, holder, sealed.keys.opener(holder),
        signer=sealed.keys.signer(holder), at=DEADLINE,
    )  # fmt: skip
    return said.encode().decode()
