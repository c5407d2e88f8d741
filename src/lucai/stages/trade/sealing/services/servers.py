"""Automatic holders: asked for their shares when an opening is due, heard when one does not open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput
from lucai.platform.journal.frame import command
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing.models import OpeningPolicy, SealedBid
from lucai.stages.trade.sealing.selectors import (
    answered_by,
    envelopes_handed_in,
    is_enough_to_open,
    lots_with_policy,
    policy_card,
    policy_rows,
    releases_of,
    waiting_for_recovery,
)
from lucai.stages.trade.sealing.services import closing
from lucai.stages.trade.sealing.services.asking import asked_lot
from lucai.stages.trade.sealing.services.shares import (
    keep_share,
    locked_lot,
    note_releases,
    sealed_registry,
)
from lucai.stages.trade.sealing.services.unopened import Word, keep_words, words_read
from lucai.stages.trade.sealing.subjects import is_round
from lucai_trust.envelope import Policy, SignedStatement
from lucai_trust.envelope.policy import RECOVERY, HolderKind
from lucai_trust.errors import TrustError
from lucai_trust.members import Members

OK, BIDDER_FAULT = 200, 422


def prepare_opening(actor: Actor, *, project_number: str) -> None:
    """Seal the registries and ask the automatic holders, as far as it was not done yet.

    Where too few bid, no share is asked for: those envelopes stay closed for good. Of a round,
    which needs all its holders, no share is asked of one while another does not answer at all:
    the first that is released makes the other able to look.
    """
    del actor
    system = Actor.system(Reason.DEADLINE_REACHED)
    closing.close_registries(system, project_number=project_number)
    for lot in lots_with_policy(SYSTEM, project_number):
        if is_enough_to_open(SYSTEM, project_number, lot) and _can_be_asked(project_number, lot):
            ask_servers(system, project_number=project_number, lot_number=lot)


def silent_holders(actor: Actor, *, project_number: str, lot_number: int) -> tuple[str, ...]:
    """Name the organisations whose automatic holders of a lot do not answer now."""
    del actor
    holders = policy_card(SYSTEM, project_number, lot_number).holders
    return tuple(
        one.organisation
        for one in holders
        if one.kind == HolderKind.AUTOMATIC.value and not _answers(one.code)
    )


@command
def ask_servers(actor: Actor, *, project_number: str, lot_number: int) -> int:
    """Ask every automatic holder for its share of every envelope of a lot; return how many came.

    A holder that does not answer, refuses or gives a wrong share is written down and can be asked
    again; what it signs of a share that does not open is kept.

    Raises:
        WrongState: the registry is not sealed yet.
    """
    locked_lot(project_number, lot_number)
    rows = envelopes_handed_in(SYSTEM, project_number, lot_number)
    policy = policy_rows(SYSTEM, project_number, lot_number)[-1].policy
    answers = _ask(actor, rows, _automatic(policy), policy.opening_stage)
    return _kept(actor, project_number, lot_number, answers)


@command
def ask_recovery_servers(actor: Actor, *, project_number: str, lot_number: int) -> int:
    """Ask the automatic recovery holders for what the log has asked of them; return what came."""
    locked_lot(project_number, lot_number)
    waiting = waiting_for_recovery(SYSTEM, project_number, lot_number)
    policy = policy_rows(SYSTEM, project_number, lot_number)[-1].policy
    answers = _ask(actor, waiting, _automatic(policy, recovering=True), RECOVERY)
    return _kept(actor, project_number, lot_number, answers)


@dataclass(slots=True)
class _Answers:
    """What automatic holders answered: right shares, who gave none, words of what does not open."""

    came: int = 0
    refused: set[str] = field(default_factory=set)
    words: list[Word] = field(default_factory=list)


def _kept(actor: Actor, project_number: str, lot_number: int, answers: _Answers) -> int:
    keep_words(actor, answers.words)
    note_releases(
        actor, project_number, lot_number, answers.came, sorted(answers.refused), answers.words
    )
    return answers.came


def _ask(actor: Actor, rows: Sequence[SealedBid], holders: Collection[str], stage: str) -> _Answers:
    """Ask holders for their shares of envelopes, except for what they have answered before."""
    answers = _Answers()
    if not rows:
        return answers
    lot = asked_lot(rows, sealed_registry(rows[0].project_number, rows[0].lot_number), stage)
    answered = answered_by(SYSTEM, list(rows))
    for row in rows:
        request = lot.request(row).encode()
        for holder in [one for one in holders if one not in answered[row.pk]]:
            _hear(actor, answers, row, lot.versions, holder, request)
    return answers


def _hear(
    actor: Actor,
    answers: _Answers,
    row: SealedBid,
    versions: Sequence[OpeningPolicy],
    holder: str,
    request: bytes,
) -> None:
    said = _asked(holder, request)
    share = _share_in(said)
    if share and keep_share(row, versions, share):
        answers.came += 1
    elif words := _words_in(actor, said, row, versions, holder):
        answers.words += words
    else:
        answers.refused.add(holder)


def _can_be_asked(project_number: str, lot_number: int) -> bool:
    if not is_round(project_number):
        return True
    held = releases_of(SYSTEM, envelopes_handed_in(SYSTEM, project_number, lot_number))
    return all(
        _answers(holder)
        for holder in _automatic(policy_rows(SYSTEM, project_number, lot_number)[-1].policy)
        if any(all(one.holder != holder for one in came) for came in held.values())
    )


def _answers(holder: str) -> bool:
    """Whether a holder answers at all, asked for what tells nothing of any envelope."""
    server = ports.server_of(holder)
    said = server.alarms() if server else None
    return said is not None and said.status == OK


def _automatic(policy: Policy, *, recovering: bool = False) -> list[str]:
    groups = (policy.group(RECOVERY),) if recovering else policy.groups
    return [
        holder.id
        for group in groups
        for holder in group.holders
        if holder.kind is HolderKind.AUTOMATIC
    ]


def _asked(holder: str, request: bytes) -> ports.Said | None:
    server = ports.server_of(holder)
    return server.release(request) if server else None


def _share_in(said: ports.Said | None) -> SignedStatement | None:
    if said is None or said.status != OK:
        return None
    try:
        return SignedStatement.parse(said.body)
    except TrustError:
        return None


def _words_in(
    actor: Actor,
    said: ports.Said | None,
    row: SealedBid,
    versions: Sequence[OpeningPolicy],
    holder: str,
) -> list[Word]:
    """Return what a holder signed where its share does not open; it may say so of no other's."""
    if said is None or said.status != BIDDER_FAULT:
        return []
    try:
        word = Members.parse(said.body).text("word").encode("utf-8")
        return words_read(actor, [row], versions, [word], holders=[holder])
    except (TrustError, InvalidInput):
        return []
