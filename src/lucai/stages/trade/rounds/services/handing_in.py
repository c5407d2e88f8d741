"""Envelopes of rounds: handed in, replaced, withdrawn until the time is over, each with a receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotFound, WrongState
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.rounds.answers import SealedAnswer
from lucai.stages.trade.rounds.signing import demand_signed, message_of
from lucai.stages.trade.sealing import services as sealing
from lucai_trust.envelope import Envelope

NOT_REPLACED = "已经提交过了。请在当时封标的浏览器里替换，或者先载入保存的撤改凭据（.lckey.json）"
MEANWHILE = "同一时间从另一个页面提交或者撤回过，请刷新页面核对后再提交。"
NOTHING_HELD = "本单位现在没有提交着的密封文件。"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """An envelope as a browser hands it in; ``claim`` where it replaces another.

    ``signature`` is the JSON of one over :func:`message_of`.
    """

    upload: str
    core: bytes
    sealed: bytes
    signature: bytes
    claim: bytes = b""


def hand_in(
    actor: Actor,
    *,
    number: str,
    lot_number: int,
    handed: HandedIn,
    held: str,
    enter: Callable[[str], str],
) -> bytes:
    """Take a quote in and return its receipt; the same envelope again gives the same receipt.

    Args:
        held: the hash of the envelope the supplier has handed in before, empty where none.
        enter: notes the new envelope's hash with its supplier, in the same transaction, and
            returns the one that stood there until then.

    Raises:
        NotFound: there is no such round.
        Conflict: another one was handed in or withdrawn at the same time.
        InvalidInput: not an envelope of this round, one that does not replace the one held, or
            not signed with a certificate of the organisation that is good now.
        RuleBroken: late.
    """
    envelope = sealing.arrived(
        actor, number, lot_number, upload=handed.upload, core=handed.core, sealed=handed.sealed
    )
    if envelope.hash.hex() != held:
        if (envelope.core.previous or b"").hex() != held:
            raise InvalidInput({"core": NOT_REPLACED})
        _enter(actor, number, lot_number, envelope, handed, enter)
    return sealing.receipt_of(actor, envelope_hash=envelope.hash.hex())


@command
def _enter(
    actor: Actor,
    number: str,
    lot_number: int,
    envelope: Envelope,
    handed: HandedIn,
    enter: Callable[[str], str],
) -> None:
    message = message_of(number, lot_number, envelope.hash.hex())
    demand_signed(actor, handed.signature, message)
    # Whose it is stands in the entry of the supplier's own step; the envelope's tells nothing.
    stood = enter(envelope.hash.hex())
    if (envelope.core.previous or b"").hex() != stood:
        # Two at once: the one that lost would lie in the round without an owner.
        raise Conflict(MEANWHILE)
    sealing.take_in(
        sealing.ANYBODY, project_number=number, lot_number=lot_number, envelope=envelope,
        claim=handed.claim,
    )  # fmt: skip


def note_envelope(
    actor: Actor,
    row: SealedAnswer,
    life: Lifecycle,
    envelope_hash: str,
    *,
    facts: object,
    step: str = "hand_in",
    body: Mapping[str, Any] | None = None,
) -> str:
    """Note with a supplier's row which envelope it has handed in; return the one that stood there.

    Part of taking it in.

    Raises:
        NotAllowed, WrongState, RuleBroken: as the step says.
    """
    stood = row.held
    take_step(
        actor, row, life, step, facts=facts, body={"envelope": envelope_hash, **(body or {})},
        changes={"envelope_hash": envelope_hash, "handed_in_at": clock.now()},
    )  # fmt: skip
    return stood


def withdraw(actor: Actor, *, envelope_hash: str, claim: bytes, enter: Callable[[], None]) -> bytes:
    """Take an envelope back before the deadline, by its own claim key; return the receipt of that.

    Args:
        envelope_hash: of what stands handed in, empty where nothing does.
        claim: signed with the key that the supplier's browser kept.
        enter: notes it with the supplier, in the same transaction.

    Raises:
        WrongState: nothing stands handed in.
        InvalidInput: the claim is not signed with the envelope's claim key, or replaces instead.
        RuleBroken: the deadline has passed.
    """
    if not envelope_hash:
        raise WrongState(NOTHING_HELD)
    _leave(actor, envelope_hash, claim, enter)
    return sealing.withdrawal_of(actor, envelope_hash=envelope_hash)


@command
def _leave(actor: Actor, envelope_hash: str, claim: bytes, enter: Callable[[], None]) -> None:
    enter()
    sealing.take_back(sealing.ANYBODY, envelope_hash=envelope_hash, claim=claim)


def receipt_of(actor: Actor, *, envelope_hash: str) -> bytes:
    """Return the receipt of a supplier's last envelope once more; of a withdrawn one, of that.

    Raises:
        NotFound: it has handed in none.
    """
    if not envelope_hash:
        raise NotFound(NOTHING_HELD)
    if sealing.is_withdrawn(actor, envelope_hash=envelope_hash):
        return sealing.withdrawal_of(actor, envelope_hash=envelope_hash)
    return sealing.receipt_of(actor, envelope_hash=envelope_hash)
