"""A tender's opening policy with every private key in hand, and a bidder with a certificate."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from lucai_trust.digest import DigestPair
from lucai_trust.envelope import opening, sealing, shares
from lucai_trust.envelope.core import Envelope
from lucai_trust.envelope.header import Bidder, Header
from lucai_trust.envelope.policy import (
    BidderGroup,
    Group,
    Holder,
    HolderKind,
    OnAbsence,
    PartRule,
    Policy,
)
from lucai_trust.envelope.signatures import CertificateSigner, SignatureAlgorithm
from lucai_trust.gm import PublicKey, der
from lucai_trust.suites import Opener, Signer, Suite
from tests.frontend.receipts import ORIGIN, TRUST

LOT = "1"
BIDDERS = [{"name": "示例软件有限公司", "code": "91370000MA0000001X"}]
PARTS = [
    {"part": "offer", "file": "报价.json", "media": "application/json", "bytes": "7b7d"},
    {"part": "technical", "file": "技术.pdf", "media": "application/pdf", "byte": 7, "size": 70000},
]
_ED25519 = bytes.fromhex("300506032b6570")
_SM2_WITH_SM3 = bytes.fromhex("300a06082a811ccf55018375")
_COMMON_NAME = bytes.fromhex("0603550403")


@dataclass
class World:
    """A policy, its holders' keys, and a bidder's."""

    suite: Suite
    with_bidder: bool = False
    openers: dict[str, Opener] = field(default_factory=dict)
    signers: dict[str, Signer] = field(default_factory=dict)
    policy: Policy = field(init=False)
    signer: Signer = field(init=False)
    own: Opener = field(init=False)
    certificate: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.signer, self.own = self.suite.signer(bytes([9]) * 32), self.suite.opener()
        self.certificate = self_signed(self.suite, self.signer)
        self.policy = Policy(
            tender="SDGP370000202600001",
            lots=(LOT, "2"),
            deadline=datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
            suite=self.suite,
            groups=(
                self._group("witness", 2, "交易中心", "财政监管", "审计"),
                self._group("parties", 1, "采购人", "代理机构"),
            ),
            stages=("opening", "technical"),
            parts=(
                PartRule("offer", "opening", required=True, published=True),
                PartRule("technical", "technical", required=False, published=False),
            ),
            log=ORIGIN,
            witnesses=tuple(str(TRUST["witnessPolicy"]).splitlines()),
            bidder=self._bidder_group() if self.with_bidder else None,
        )

    @property
    def certificate_signer(self) -> CertificateSigner:
        """The bidder's certificate with its key, as Python's side signs."""
        algorithm = SignatureAlgorithm(self.algorithm)
        return CertificateSigner(algorithm, (self.certificate,), self.signer.sign)

    @property
    def algorithm(self) -> str:
        """The algorithm that belongs to the suite's certificates."""
        return "SM2-SM3" if self.suite.name == "GM1" else "Ed25519"

    def order(self, **changes: Any) -> dict[str, Any]:
        """What the act ``sealBid`` is given."""
        signer = {
            "suite": self.suite.name,
            "algorithm": self.algorithm,
            "certificate": self.certificate.hex(),
            "privateKey": (bytes([9]) * 32).hex(),
        }
        order = {"policy": self.policy.encode().hex(), "lot": LOT, "bidders": BIDDERS}
        return order | {"parts": PARTS, "signer": signer} | changes

    def releases(
        self, envelope: Envelope, *holders: str, recovery: Iterable[str] = ()
    ) -> list[shares.Released]:
        """Let these holders release their shares of every stage."""
        released = [
            shares.open_share(self.policy, envelope, stage, holder, self.openers[holder])
            for stage in self.policy.stages
            for holder in holders
        ]
        return released + [
            shares.open_recovery_share(self.policy, envelope, holder, self.openers[holder])
            for holder in recovery
        ]

    def open(
        self, envelope: Envelope, blobs: list[bytes], released: list[shares.Released], bidder: bytes
    ) -> tuple[Header, list[bytes]]:
        """Open everything with Python."""
        stages = {
            stage: shares.open_stage(self.policy, envelope, stage, released)
            for stage in self.policy.stages
        }
        header_key = opening.header_key(self.policy, envelope, stages["opening"])
        header = opening.open_header(self.policy, envelope, header_key)
        contents = []
        for entry, blob in zip(envelope.core.parts, blobs, strict=True):
            key = opening.part_key(
                self.policy,
                envelope,
                entry.number,
                opened=stages[entry.stage],
                bidder_secret=bidder,
            )
            pieces = opening.open_part(envelope, header, entry.number, key, [blob])
            contents.append(b"".join(pieces))
        return header, contents

    def seal(self, content: bytes, technical: bytes, **own: Any) -> tuple[sealing.SealedBid, list]:
        """Seal with Python; return the bid and its parts' bytes."""
        blobs: dict[int, bytearray] = {1: bytearray(), 2: bytearray()}
        sealed = sealing.seal(
            self.policy,
            sealing.Bid(LOT, (Bidder(**BIDDERS[0]),), {"示例": "声明"}),
            [
                sealing.PartSource("offer", "报价.json", "application/json", [content]),
                sealing.PartSource("technical", "技术.pdf", "application/pdf", [technical]),
            ],
            signers=[self.certificate_signer],
            write=lambda number, chunk: blobs[number].extend(chunk),
            own=sealing.OwnKeys({"certificate": self.own.public}, **own),
        )
        return sealed, [bytes(blob) for blob in blobs.values()]

    def _group(self, name: str, threshold: int, *organisations: str) -> Group:
        holders = []
        for number, organisation in enumerate(organisations, start=1):
            identity = f"{name}-{number}"
            self.openers[identity] = self.suite.opener()
            self.signers[identity] = self.suite.signer()
            opens, signs = self.openers[identity].public, self.signers[identity].public
            holders.append(Holder(identity, organisation, HolderKind.AUTOMATIC, opens, signs))
        return Group(name, threshold, tuple(holders))

    def _bidder_group(self) -> BidderGroup:
        recovery = self._group("recovery", 2, "审计", "认证机构", "邻市交易中心")
        return BidderGroup(30, OnAbsence.RECOVER, recovery)


def spelt(released: Iterable[shares.Released]) -> list[dict[str, Any]]:
    """Return releases as the act ``openBid`` takes them."""
    return [
        {
            "stage": each.stage,
            "group": each.group,
            "holder": each.holder,
            "index": each.share.index,
            "value": each.share.value.hex(),
            "blind": each.share.blind.hex(),
        }
        for each in released
    ]


def envelope_of(made: dict[str, Any]) -> Envelope:
    """Read with Python what the act ``sealBid`` made."""
    return Envelope.parse(bytes.fromhex(made["core"]), bytes.fromhex(made["sealed"]))


def digests_of(made: dict[str, Any]) -> DigestPair:
    """Return the fingerprint that TypeScript shows."""
    shown = made["fingerprint"]
    return DigestPair(shown["sha256"], shown["sm3"], shown["size"])


def self_signed(suite: Suite, signer: Signer) -> bytes:
    """Make the smallest certificate of version 3 that holds together."""
    algorithm = _SM2_WITH_SM3 if suite.name == "GM1" else _ED25519
    name = der.sequence(
        der.encode(0x31, der.sequence(_COMMON_NAME, der.encode(0x0C, "示例软件有限公司".encode())))
    )
    validity = der.sequence(
        *(der.encode(0x17, moment) for moment in (b"260101000000Z", b"300101000000Z"))
    )
    bits = der.encode(der.BIT_STRING, b"\0" + signer.public)
    spki = (
        PublicKey(signer.public).to_spki() if suite.name == "GM1" else der.sequence(_ED25519, bits)
    )
    version = der.encode(0xA0, der.integer(2))
    body = der.sequence(version, der.integer(1), algorithm, name, validity, name, spki)
    return der.sequence(body, algorithm, der.encode(der.BIT_STRING, b"\0" + signer.sign(body)))
