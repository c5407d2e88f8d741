"""Entering envelopes that have arrived: those that come at once in one transaction.

Each is judged by itself, and what one is refused for touches no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, LuCaiError, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.tender_rules import BidFacts, bid_arrives_in_time
from lucai.platform.journal.frame import command
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.services import Entry, record_all
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.sealing.lifecycle import SEALED_BID
from lucai.stages.trade.sealing.models import OpeningPolicy, RegistryOfBids, SealedBid
from lucai.stages.trade.sealing.selectors import envelope_called
from lucai.stages.trade.sealing.subjects import Subject, subject_of
from lucai_trust.digest import DigestPair
from lucai_trust.envelope import Envelope, SignedStatement, read_claim
from lucai_trust.errors import TrustError

ANYBODY = Actor.system(Reason.COUNTERPARTY_MESSAGE)
Outcome = SealedBid | LuCaiError
Lot = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envelope whose parts have come whole, for a lot; ``claim`` where it replaces another."""

    lot: Lot
    envelope: Envelope
    claim: bytes = b""

    @property
    def salt(self) -> tuple[str, str]:
        """The policy and the salt it is sealed under, together used but once."""
        core = self.envelope.core
        return core.policy_hash.hex(), core.salt.hex()


@dataclass(frozen=True, slots=True)
class Taking:
    """A lot in hand: what it is for, until when it takes bids, whether its registry is sealed."""

    subject: Subject
    deadline: datetime
    is_sealed: bool

    @property
    def facts(self) -> BidFacts:
        """What the rules about time ask."""
        return BidFacts(bid_deadline=self.deadline)

    def demand_open(self) -> None:
        """See that anything is taken in at all.

        Raises:
            WrongState: nothing any more.
        """
        if not self.subject.takes_envelopes:
            raise WrongState("这一包已经不再接收投标文件。")

    def demand_in_time(self, at: datetime) -> None:
        """See that an envelope may come in at a moment.

        Raises:
            RuleBroken: late (GP-TEN-08).
            WrongState: as :meth:`demand_unsealed`.
        """
        late = [v for v in judge((bid_arrives_in_time,), self.facts, at) if v.blocks]
        if late:
            raise RuleBroken(tuple(late))
        self.demand_unsealed()

    def demand_unsealed(self) -> None:
        """See that the registry is not sealed; it is final, whatever the clock says afterwards.

        A receipt for what is not in it, or for what leaves it, would be a false one.

        Raises:
            WrongState: it is sealed: the clock was set back.
        """
        if self.is_sealed:
            raise WrongState("投标登记册已经封存，不再接收、替换或者撤回投标文件。")


class _NobodyEntered(Exception):
    """All were refused: the transaction leaves nothing behind."""

    def __init__(self, refusals: list[Outcome]) -> None:
        super().__init__()
        self.refusals = refusals


def take_in_together(actor: Actor, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """Enter envelopes that came at once; return of each its row, or the error it is refused with.

    What is in already keeps the row it has.
    """
    outcomes: dict[str, Outcome] = {**_in_already([_name(one) for one in arrivals])}
    fresh = {_name(one): one for one in arrivals if _name(one) not in outcomes}
    if fresh:
        outcomes |= zip(fresh, _entered_or_refused(actor, list(fresh.values())), strict=True)
    return [outcomes[_name(one)] for one in arrivals]


@command
def take_in(
    actor: Actor, *, project_number: str, lot_number: int, envelope: Envelope, claim: bytes = b""
) -> SealedBid:
    """Enter one envelope that has arrived, perhaps in the place of the one that it names.

    Raises:
        InvalidInput: a claim that is not signed with the key of the envelope it replaces.
        RuleBroken: late (GP-TEN-08).
        WrongState: nothing is taken in any more.
    """
    [outcome] = _entered(actor, [Arrival((project_number, lot_number), envelope, claim)])
    if isinstance(outcome, LuCaiError):
        raise outcome
    return outcome


def take_back(actor: Actor, *, envelope_hash: str, claim: bytes) -> None:
    """Withdraw an envelope by its claim key; part of a command.

    Raises:
        NotFound: there is no such envelope.
        InvalidInput: the claim is not signed with its claim key, or replaces instead.
        RuleBroken: the deadline has passed.
    """
    row = envelope_called(SYSTEM, envelope_hash)
    taking = _locked((row.project_number, row.lot_number))
    taking.demand_open()
    signed, replacement = _read_claim(row, claim, taking.deadline)
    if replacement:
        raise InvalidInput({"claim": "这是替换声明，请随新的密封投标文件一起递交"})
    with clock.at(clock.now()):
        _take(actor, row, "withdraw", taking, signed)
    taking.demand_unsealed()


def is_in(envelope: Envelope) -> bool:
    """Whether an envelope has been taken in."""
    return bool(_in_already([envelope.hash.hex()]))


def _name(one: Arrival) -> str:
    return one.envelope.hash.hex()


def _in_already(hashes: Sequence[str]) -> dict[str, SealedBid]:
    with system_access("envelopes in hand"):
        rows = SealedBid.objects.filter(envelope_hash__in=hashes)
        return {row.envelope_hash: row for row in rows}


def _entered_or_refused(actor: Actor, arrivals: Sequence[Arrival]) -> list[Outcome]:
    try:
        return _entered_together(actor, arrivals)
    except _NobodyEntered as ended:
        return ended.refusals


@command
def _entered_together(actor: Actor, arrivals: Sequence[Arrival]) -> list[Outcome]:
    outcomes = _entered(actor, arrivals)
    if not any(isinstance(one, SealedBid) for one in outcomes):
        raise _NobodyEntered(outcomes)
    return outcomes


def _entered(actor: Actor, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """Judge and enter envelopes; part of a command.

    The locks come first and the clock after them: whoever waited at the deadline is late. By that
    one moment all of it is judged and dated: a clock that is set meanwhile changes nothing.
    """
    lots = {lot: _locked(lot) for lot in sorted({one.lot for one in arrivals})}
    at = clock.now()
    with clock.at(at):
        return _entered_at(actor, arrivals, lots, at)


def _entered_at(
    actor: Actor, arrivals: Sequence[Arrival], lots: dict[Lot, Taking], at: datetime
) -> list[Outcome]:
    used = _salts_used(arrivals)
    refusals: list[LuCaiError | None] = []
    for one in arrivals:
        refusals.append(_refusal(actor, one, lots[one.lot], used, at))
        if refusals[-1] is None:
            used.add(one.salt)
    entering = [one for one, refusal in zip(arrivals, refusals, strict=True) if refusal is None]
    rows = iter(_enter(actor, entering, lots, at))
    return [next(rows) if refusal is None else refusal for refusal in refusals]


def _refusal(
    actor: Actor, one: Arrival, taking: Taking, used: set[tuple[str, str]], at: datetime
) -> LuCaiError | None:
    """Return why an envelope may not come in; one whose place it takes has left it already."""
    try:
        taking.demand_open()
        taking.demand_in_time(at)
        if one.salt in used:
            # Somebody else's wraps could have been copied.
            raise InvalidInput({"core": "这份文件用了已经用过的随机数，请刷新页面重新封标"})
        if one.envelope.core.previous:
            with transaction.atomic():
                _replace(actor, one, taking)
    except LuCaiError as refusal:
        return refusal
    return None


def _salts_used(arrivals: Sequence[Arrival]) -> set[tuple[str, str]]:
    """Return which of their salts the policies have seen before."""
    policies, salts = zip(*[one.salt for one in arrivals], strict=True)
    rows = SealedBid.objects.seen_by(SYSTEM).filter(
        policy_hash__in=sorted(set(policies)), salt__in=salts
    )
    return set(rows.values_list("policy_hash", "salt"))


def _locked(lot: Lot) -> Taking:
    """Lock a lot's policy; return what it is for and until when it takes bids."""
    number, lot_number = lot
    with system_access("deadline in hand"):
        row = (
            OpeningPolicy.objects.select_for_update()
            .filter(project_number=number, lot_number=lot_number)
            .order_by("-edition")[0]
        )
        registry = RegistryOfBids.objects.filter(project_number=number, lot_number=lot_number)
        is_sealed = registry.exists()
    subject = subject_of(number, lot_number)
    # What comes after the deadline of the last policy published, no share server would open.
    return Taking(subject, min(subject.deadline or row.deadline, row.deadline), is_sealed)


def _enter(
    actor: Actor, arrivals: Sequence[Arrival], lots: dict[Lot, Taking], at: datetime
) -> list[SealedBid]:
    entries = record_all(
        actor, [_entry(lots[one.lot].subject, one.envelope.digests) for one in arrivals], at=at
    )
    rows = [
        _row(one.envelope, lots[one.lot].subject, entry)
        for one, entry in zip(arrivals, entries, strict=True)
    ]
    with system_access("begin"):
        SealedBid.objects.bulk_create(rows)
    return rows


def _entry(subject: Subject, digests: DigestPair) -> Entry:
    """Without a region, an organisation or a lot: the log says that something came, sealed."""
    return Entry(
        event=f"{SEALED_BID.of}.receive",
        object_type=SEALED_BID.of,
        object_key=f"MF{chance.token_hex(8).upper()}",
        label="接收密封投标文件",
        heading=subject.title,
        region="",
        project_number=subject.project_number,
        body={"envelope": _spelt(digests)},
    )


def _row(envelope: Envelope, subject: Subject, entry: JournalEntry) -> SealedBid:
    digests = envelope.digests
    return SealedBid(
        code=entry.object_key,
        project_number=subject.number,
        project_title=subject.title,
        lot_number=subject.lot_number,
        buyer_id=subject.buyer_id,
        buyer_path=subject.buyer_path,
        agency_id=subject.agency_id,
        region="",
        policy_hash=envelope.core.policy_hash.hex(),
        envelope_hash=envelope.hash.hex(),
        salt=envelope.core.salt.hex(),
        core=envelope.core_bytes.decode("utf-8"),
        sealed=envelope.sealed,
        sha256=digests.sha256,
        sm3=digests.sm3,
        size=sum(part.blob_size for part in envelope.core.parts),
        received_at=entry.at,
        leaf=entry.leaf,
        entry_id=entry.pk,
        state=SEALED_BID.initial,
        state_since=entry.at,
    )


def _replace(actor: Actor, one: Arrival, taking: Taking) -> None:
    old = envelope_called(SYSTEM, (one.envelope.core.previous or b"").hex())
    signed, replacement = _read_claim(old, one.claim, taking.deadline)
    if replacement != one.envelope.hash:
        raise InvalidInput({"claim": "替换声明说的是另一份密封投标文件"})
    _take(actor, old, "replace", taking, signed)


def _take(actor: Actor, row: SealedBid, step: str, taking: Taking, signed: SignedStatement) -> None:
    take_step(
        actor,
        row,
        SEALED_BID,
        step,
        facts=taking.facts,
        body={"envelope": row.envelope_hash},
        changes={"claim": signed.encode().decode("utf-8")},
    )


def _read_claim(
    row: SealedBid, claim: bytes, deadline: datetime
) -> tuple[SignedStatement, bytes | None]:
    """Return a claim with what it says; one dated after the deadline would spoil the proof of all."""
    try:
        signed = SignedStatement.parse(claim)
        told = read_claim(row.envelope, signed)
    except TrustError as error:
        raise InvalidInput({"claim": "声明不是用原投标文件的撤改密钥签名的"}) from error
    if told.at > deadline:
        raise InvalidInput({"claim": "声明写明的时间晚于截止时间，请校准本机时间后重试"})
    return signed, told.new


def _spelt(digests: DigestPair) -> dict[str, str | int]:
    """Return digests as a log entry names them."""
    return {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size}
