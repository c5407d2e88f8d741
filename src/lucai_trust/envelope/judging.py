"""One envelope judged from files alone: it opens, or somebody is at fault, in the order of P7."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from lucai_trust.digest import DigestPair, digests_of
from lucai_trust.envelope.checking import check_envelope
from lucai_trust.envelope.core import Envelope
from lucai_trust.envelope.faults import Fault, PlatformFault
from lucai_trust.envelope.header import Header
from lucai_trust.envelope.opening import (
    NO_BIDDER_SECRET,
    header_key,
    open_header,
    open_part,
    part_key,
)
from lucai_trust.envelope.policy import Policy
from lucai_trust.envelope.releases import contradicted, read_release
from lucai_trust.envelope.shares import Released, StageOpening, open_stage
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.errors import TrustError


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything one verdict rests on: the bytes kept, what was receipted, what was released."""

    core: bytes
    sealed: bytes
    receipted: DigestPair
    releases: tuple[bytes, ...]
    parts: Mapping[int, Iterable[bytes]]
    bidder_secret: bytes = field(default=NO_BIDDER_SECRET, repr=False)
    acknowledgements: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of an envelope: its header and its parts' digests, and the faults passed over."""

    header: Header
    parts: Mapping[int, DigestPair]
    faults: tuple[Fault, ...] = ()


def judge(policy: Policy, shown: Shown, stages: Iterable[str] | None = None) -> Judged:
    """Open an envelope from files alone, stage by stage.

    Args:
        stages: the stages to open, the first one always among them; all unless told.

    Raises:
        Fault: with its culprit.
        EnvelopeRefused, EncodingRefused: an envelope that no door should have let in, or a
            bidder's secret that is not the one committed to.
    """
    if digests_of((shown.core, shown.sealed)) != shown.receipted:
        raise PlatformFault("the envelope kept is not the envelope receipted")
    envelope = Envelope.parse(shown.core, shown.sealed)
    check_envelope(policy, envelope)
    released = _rightly_signed(policy, envelope, shown.releases)
    wanted = policy.stages if stages is None else tuple(stages)
    denying = contradicted(
        policy, envelope, _parsed(shown.acknowledgements), _parsed(shown.releases)
    )
    opened = {stage: open_stage(policy, envelope, stage, released, denying) for stage in wanted}
    key = header_key(policy, envelope, opened[policy.opening_stage])
    header = open_header(policy, envelope, key)
    parts = {
        entry.number: _digests(policy, envelope, header, entry.number, opened[entry.stage], shown)
        for entry in envelope.core.parts
        if entry.stage in opened
    }
    faults = tuple(fault for each in opened.values() for fault in each.faults)
    return Judged(header, parts, faults)


def _digests(
    policy: Policy,
    envelope: Envelope,
    header: Header,
    number: int,
    opened: StageOpening,
    shown: Shown,
) -> DigestPair:
    key = part_key(policy, envelope, number, opened=opened, bidder_secret=shown.bidder_secret)
    chunks = shown.parts.get(number)
    if chunks is None:
        raise PlatformFault(f"part {number} is missing")
    return digests_of(open_part(envelope, header, number, key, chunks))


def _rightly_signed(
    policy: Policy, envelope: Envelope, releases: Iterable[bytes]
) -> list[Released]:
    """Read the releases; one that its holder did not sign was never released."""
    found: list[Released] = []
    for signed in _parsed(releases):
        with suppress(TrustError):
            found.append(read_release(policy, envelope, signed).released)
    return found


def _parsed(encoded: Iterable[bytes]) -> list[SignedStatement]:
    """Read signed statements; what is none says nothing."""
    found: list[SignedStatement] = []
    for each in encoded:
        with suppress(TrustError):
            found.append(SignedStatement.parse(each))
    return found
