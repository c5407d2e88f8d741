"""Taking envelopes in: checked without any key, one transaction, a receipt with its proof.

Nobody is signed in here. Who hands in is not known and not asked; that the hand belongs to a
supplier who obtained the document, the pass says that it was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, LuCaiError, NotAllowed, WrongState
from lucai.platform.journal.frame import command
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import vault
from lucai.stages.trade.sealing.models import OpeningPolicy
from lucai.stages.trade.sealing.platform_keys import marking_secret, receipt_signers
from lucai.stages.trade.sealing.rounds import Rounds
from lucai.stages.trade.sealing.selectors import envelope_called, policy_rows
from lucai.stages.trade.sealing.selectors.acknowledged import acknowledged_of
from lucai.stages.trade.sealing.services.admitting import (
    ANYBODY,
    Arrival,
    Outcome,
    is_in,
    take_back,
    take_in_together,
)
from lucai.stages.trade.sealing.services.receipts import Entered, receipts_of, words_of
from lucai.stages.trade.sealing.subjects import is_round
from lucai_trust.envelope import (
    Claim,
    Envelope,
    Policy,
    SignedStatement,
    WithdrawalStatement,
    check_envelope,
    mark_part,
)
from lucai_trust.errors import TrustError

SMALL = 1 << 18
"""Bytes of parts that are laid down in a round; nobody waits for another's larger ones."""
KNOWN_POLICIES = 256
"""How many a process keeps by name: every bid of a lot comes sealed under the same one."""


def hand_in(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    upload: str,
    core: bytes,
    sealed: bytes,
    claim: bytes = b"",
) -> bytes:
    """Take an envelope in and return its receipt; the same envelope again gives the same receipt.

    Args:
        upload: under which the chunks of the parts arrived.
        claim: signed with the claim key of the envelope that this one replaces.

    Raises:
        NotFound: the lot asks for no sealed bids.
        InvalidInput: not an envelope under this lot's policy, or parts are missing or differ.
        RuleBroken: late (GP-TEN-08).
        NotAllowed: it is a round's, which is handed in where one is signed in.
    """
    del actor  # nobody is known here, and those who come at once are taken in by one act
    if is_round(project_number):
        raise NotAllowed("请在报价页面登录后递交。")
    envelope, policy = _checked(project_number, lot_number, core, sealed)
    is_small = sum(part.blob_size for part in envelope.core.parts) <= SMALL
    if not is_small:
        _lay_down(envelope, upload)
    arrival = Arrival((project_number, lot_number), envelope, claim)
    row = _entering.join(Handed(arrival, upload if is_small else ""))
    if isinstance(row, LuCaiError):
        raise row
    receipt = _receipting.join(Entered(row, envelope, policy, words_of(policy, envelope)))
    if is_small:
        vault.let_go(upload)
    else:
        vault.forget(upload)
    return receipt


@dataclass(frozen=True, slots=True)
class Handed:
    """An arrival; ``upload``: where its parts lie, as long as they are not laid down."""

    arrival: Arrival
    upload: str


def _entered(asked: Sequence[Handed]) -> list[Outcome]:
    """Lay down what is small, and enter; return of each its row, or the error it is refused with."""
    refused = {place: why for place, one in enumerate(asked) if (why := _why_not_laid(one))}
    left = [one.arrival for place, one in enumerate(asked) if place not in refused]
    rows = iter(take_in_together(ANYBODY, left) if left else ())
    return [refused.get(place) or next(rows) for place in range(len(asked))]


def _why_not_laid(one: Handed) -> InvalidInput | None:
    try:
        if one.upload:
            _lay_down(one.arrival.envelope, one.upload)
    except InvalidInput as refusal:
        return refusal
    return None


_entering: Rounds[Handed, Outcome] = Rounds(_entered)
_receipting: Rounds[Entered, bytes] = Rounds(receipts_of)
"""In the rush before a deadline many wait for one transaction, and then for one head of the log,
together: while some are entered, those before them get their receipts. One thread works for all of
a round: where each worked for itself, they would spend as long on waiting for one another."""


def arrived(
    actor: Actor, number: str, lot_number: int, *, upload: str, core: bytes, sealed: bytes
) -> Envelope:
    """Return an envelope whose parts have come whole, and lay them down; not handed in yet.

    Raises:
        NotFound: nothing is sealed under this number.
        InvalidInput: not an envelope under its policy, or parts are missing or differ.
    """
    del actor
    envelope, _ = _checked(number, lot_number, core, sealed)
    _lay_down(envelope, upload)
    return envelope


def _lay_down(envelope: Envelope, upload: str) -> None:
    """Lay down the parts that arrived; what is in already was laid down then, whatever came since."""

    def marks_of_right(part: int, stream: Iterable[bytes]) -> bytes:
        return mark_part(envelope, part, stream, marking_secret())

    chunks = [part.chunks for part in envelope.core.parts]
    try:
        wrong = vault.settle(upload, envelope.hash.hex(), chunks, marks_of_right)
        message = f"第 {wrong} 部分收到的内容与密封时不一致，请重新上传"
        why = {"parts": message} if wrong else {}
    except InvalidInput as refusal:
        why = refusal.fields
    if why and not is_in(envelope):
        raise InvalidInput(why)


def receipt_of(actor: Actor, *, envelope_hash: str) -> bytes:
    """Return the receipt of an envelope once more, with its proof and the witnesses' words."""
    del actor
    row = envelope_called(SYSTEM, envelope_hash)
    envelope, policy = row.envelope, _policy_of(row.policy_hash)
    kept = acknowledged_of(SYSTEM, [row])[row.pk]
    words = words_of(policy, envelope, {one.holder for one in kept})
    said = tuple(one.signed for one in kept)
    [receipt] = receipts_of([Entered(row, envelope, policy, words, said)])
    return receipt


def withdrawal_of(actor: Actor, *, envelope_hash: str) -> bytes:
    """Return the platform's signed word that an envelope was withdrawn, and when.

    Raises:
        NotFound: there is no such envelope.
        WrongState: it was not withdrawn.
    """
    row = envelope_called(SYSTEM, envelope_hash)
    if not is_withdrawn(actor, envelope_hash=envelope_hash):
        raise WrongState("这份密封文件没有撤回。")
    said = WithdrawalStatement(
        envelope=row.envelope.hash,
        policy=bytes.fromhex(row.policy_hash),
        withdrawn_at=row.state_since,
        claim=hashlib.sha256(row.claim.encode("utf-8")).digest(),
    )
    return SignedStatement.by(said.encode(), receipt_signers()).encode()


def is_withdrawn(actor: Actor, *, envelope_hash: str) -> bool:
    """Whether an envelope was withdrawn by its bidder.

    Raises:
        NotFound: there is no such envelope.
    """
    del actor
    return envelope_called(SYSTEM, envelope_hash).state == "withdrawn"


@command
def withdraw(actor: Actor, *, claim: bytes) -> None:
    """Withdraw the envelope that a signed claim names, by its claim key.

    Raises:
        NotFound: there is no such envelope.
        InvalidInput: the claim is not signed with its claim key, or replaces instead.
        RuleBroken: the deadline has passed.
    """
    envelope_hash = _claimed(claim)
    if is_round(envelope_called(SYSTEM, envelope_hash).project_number):
        raise NotAllowed("请在报价页面登录后撤回。")
    take_back(actor, envelope_hash=envelope_hash, claim=claim)


def _claimed(claim: bytes) -> str:
    try:
        return Claim.parse(SignedStatement.parse(claim).statement).old.hex()
    except TrustError as error:
        raise InvalidInput({"claim": "这不是撤回声明"}) from error


def _checked(
    project_number: str, lot_number: int, core: bytes, sealed: bytes
) -> tuple[Envelope, Policy]:
    try:
        envelope = Envelope.parse(core, sealed)
        policy = _policy_named(project_number, lot_number, envelope.core.policy_hash.hex())
        check_envelope(policy, envelope)
    except (TrustError, StopIteration) as error:
        message = "这份文件不是按本包的开标密钥方案密封的，请刷新页面重新封标"
        raise InvalidInput({"core": message}) from error
    return envelope, policy


@lru_cache(maxsize=KNOWN_POLICIES)
def _policy_named(project_number: str, lot_number: int, policy_hash: str) -> Policy:
    """Return a version of a lot's policy: published once, it never changes and never goes.

    Raises:
        NotFound: the lot has none.
        StopIteration: it has others.
    """
    versions = policy_rows(SYSTEM, project_number, lot_number)
    return next(one.policy for one in versions if one.policy_hash == policy_hash)


def _policy_of(policy_hash: str) -> Policy:
    with system_access("policy of an envelope in hand"):
        return OpeningPolicy.objects.get(policy_hash=policy_hash).policy
