"""Makes policies, holders and sealed bids for the tests, with everybody's private keys at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from lucai_trust.envelope import (
    Bid,
    Bidder,
    BidderGroup,
    CertificateSigner,
    Envelope,
    Group,
    Header,
    Holder,
    HolderKind,
    OnAbsence,
    OwnKeys,
    PartRule,
    PartSource,
    Policy,
    Released,
    SealedBid,
    SignatureAlgorithm,
    header_key,
    open_header,
    open_part,
    open_share,
    open_stage,
    part_key,
    seal,
)
from lucai_trust.gm import PrivateKey, der
from lucai_trust.schedule import Key
from lucai_trust.suites import GM1, Opener, Signer, Suite

DEADLINE = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PRICE = '{"报价分":90000000}'.encode()
BIDDER = Bidder("示例科技有限公司", "91370000MA00000000")


def certificate_of(spki: bytes) -> bytes:
    """Put a public key where X.509 keeps it; nothing else of this certificate is real."""
    empty = der.sequence()
    body = der.sequence(
        der.encode(0xA0, der.integer(2)), der.integer(1), empty, empty, empty, empty, spki
    )
    return der.sequence(body, empty, der.encode(der.BIT_STRING, b"\0"))


BIDDER_KEY = PrivateKey(bytes(31) + b"\x07")
SIGNER = CertificateSigner(
    SignatureAlgorithm.SM2_SM3,
    (certificate_of(BIDDER_KEY.public_key.to_spki()),),
    BIDDER_KEY.sign,
)


@dataclass
class Tender:
    """A policy with the private keys of all its holders, and of the bidder."""

    policy: Policy
    openers: dict[str, Opener]
    signers: dict[str, Signer]
    own: Opener
    blobs: dict[int, bytearray] = field(default_factory=dict)

    @property
    def suite(self) -> Suite:
        return self.policy.suite

    def seal(
        self,
        parts: Iterable[tuple[str, bytes]] = (("price", PRICE), ("technical", b"plan" * 3000)),
        *,
        own: OwnKeys | None = None,
        **more: Any,
    ) -> SealedBid:
        """Seal a bid; its encrypted parts are kept in ``blobs``."""
        self.blobs = {}
        if own is None and self.policy.bidder is not None:
            own = OwnKeys({"certificate-1": self.own.public}, with_code=True)
        return seal(
            self.policy,
            Bid(self.policy.lots[0], (BIDDER,)),
            [PartSource(part, f"{part}.bin", "application/pdf", [body]) for part, body in parts],
            signers=[SIGNER],
            write=lambda number, chunk: self.blobs.setdefault(number, bytearray()).extend(chunk),
            own=own,
            **more,
        )

    def release(self, envelope: Envelope, stage: str, *holders: str) -> list[Released]:
        """Let holders open their shares for a stage."""
        return [
            open_share(self.policy, envelope, stage, each, self.openers[each]) for each in holders
        ]

    def header(self, envelope: Envelope, *holders: str) -> Header:
        """Open the header with the shares of some holders."""
        opened = open_stage(
            self.policy, envelope, "opening", self.release(envelope, "opening", *holders)
        )
        return open_header(self.policy, envelope, header_key(self.policy, envelope, opened))

    def read(
        self,
        envelope: Envelope,
        number: int,
        *,
        bidder_secret: bytes = b"",
        blob: bytes | None = None,
        holders: tuple[str, ...] = ("centre", "buyer"),
    ) -> bytes:
        """Open one part from end to end."""
        stage = envelope.core.parts[number - 1].stage
        header = self.header(envelope, *holders)
        released = self.release(envelope, stage, *holders)
        opened = open_stage(self.policy, envelope, stage, released)
        key = part_key(self.policy, envelope, number, opened=opened, bidder_secret=bidder_secret)
        body = bytes(self.blobs[number]) if blob is None else blob
        return b"".join(open_part(envelope, header, number, key, slices(body)))


def slices(body: bytes, size: int = 300_001) -> Iterator[bytes]:
    """Cut bytes at places that are no chunk's."""
    return (body[at : at + size] for at in range(0, len(body), size))


def holder_of(name: str, organisation: str, opener: Opener, signer: Signer) -> Holder:
    """Make a holder of two keys."""
    return Holder(name, organisation, HolderKind.AUTOMATIC, opener.public, signer.public)


def tender_of(
    suite: Suite = GM1,
    *,
    groups: dict[str, tuple[int, tuple[str, ...]]] | None = None,
    with_bidder: bool = False,
) -> Tender:
    """Make a tender with the usual groups, or with others: k and the holders of each."""
    groups = groups or {"witness": (1, ("centre", "finance")), "parties": (1, ("buyer", "agency"))}
    recovery = {"recovery": (2, ("audit", "authority", "city"))} if with_bidder else {}
    openers: dict[str, Opener] = {}
    signers: dict[str, Signer] = {}
    made: dict[str, Group] = {}
    for name, (threshold, holders) in (groups | recovery).items():
        for each in holders:
            openers[each], signers[each] = suite.opener(), suite.signer()
        made[name] = Group(
            name,
            threshold,
            tuple(holder_of(one, f"示例{one}", openers[one], signers[one]) for one in holders),
        )
    bidder = BidderGroup(30, OnAbsence.RECOVER, made["recovery"]) if with_bidder else None
    policy = Policy(
        tender="SDGP370000000202600001",
        lots=("1", "2"),
        deadline=DEADLINE,
        suite=suite,
        groups=tuple(made[name] for name in groups),
        stages=("opening", "technical"),
        parts=(
            PartRule("price", "opening", required=True, published=True),
            PartRule("technical", "technical", required=False, published=False),
        ),
        log="log.lucai.example/2026",
        bidder=bidder,
    )
    return Tender(policy, openers, signers, suite.opener())


def with_core(envelope: Envelope, **changes: Any) -> Envelope:
    """Return an envelope whose core says something else; header and parts stay."""
    core = replace(envelope.core, **changes)
    return Envelope.parse(core.encode(), envelope.sealed)


class Draws:
    """A source of randomness that remembers what it gave, so that a test can play the bidder."""

    def __init__(self) -> None:
        self.given: list[bytes] = []

    def __call__(self, size: int) -> bytes:
        number = len(self.given) + 1
        self.given.append(bytes([number]) * size)
        return self.given[-1]


def resealed(tender: Tender, envelope: Envelope, opening: bytes, plain: bytes) -> Envelope:
    """Put other content into the sealed header, as only the bidder could."""
    key = envelope.core.schedule.header_key(opening)
    sealed = tender.suite.encrypt(key.secret, key.nonce, plain)
    return Envelope.parse(envelope.core_bytes, sealed)


def price_key(tender: Tender, envelope: Envelope, draws: Draws) -> Key:
    """Derive the price's key as the bidder who drew these could."""
    schedule = envelope.core.schedule
    return schedule.part_key(schedule.content_key(b"", draws.given[1] + draws.given[2]), 1)
