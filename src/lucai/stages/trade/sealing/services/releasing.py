"""Shares of keys that people hold: each releases its own organisation's, and no wrong one."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.suspensions.selectors import held_back
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing.lifecycle import RELEASE
from lucai.stages.trade.sealing.models import OpeningPolicy, SealedBid
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    policy_rows,
    waiting_for_recovery,
)
from lucai.stages.trade.sealing.services.shares import (
    keep_share,
    locked_lot,
    note_releases,
    policy_of,
    sealed_registry,
)
from lucai.stages.trade.sealing.services.unopened import Word, keep_words, words_read
from lucai_trust.envelope import Policy, SignedStatement, is_right_share, read_release
from lucai_trust.envelope.policy import RECOVERY, HolderKind
from lucai_trust.errors import TrustError

NOT_COMMITTED = "这个份额与封标时的承诺不符，请换用登记时的密钥文件"


def hold_releases(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Lock a lot's registry: until the transaction ends no share of the lot can come in."""
    del actor
    locked_lot(project_number, lot_number)


@command
def keep_releases(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    statements: Sequence[bytes],
    unopened: Sequence[bytes] = (),
) -> int:
    """Keep the shares that the viewer's organisation released; return how many were new.

    Args:
        unopened: what the organisation signed of shares that do not open.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the registry is not sealed yet.
        RuleBroken: the procurement is paused (GP-CMP-07).
        InvalidInput: a statement is none, is of another organisation's holder, or not signed; or
            the share is not the one committed to: kept, it would stand in the right one's way, and
            whoever holds a share could shut a bid of his choice with it.
    """
    _demand_releasing(actor, project_number, lot_number)
    rows = {
        one.envelope_hash: one for one in envelopes_handed_in(SYSTEM, project_number, lot_number)
    }
    versions = policy_rows(SYSTEM, project_number, lot_number)
    came = 0
    for encoded in statements:
        signed, row = _statement(encoded, rows)
        _demand_own(actor, versions, row, signed)
        came += keep_share(row, versions, signed)
    own = _own_holders(versions[-1].policy, actor.viewer.organisation_name)
    words = words_read(actor, list(rows.values()), versions, unopened, holders=own)
    keep_words(actor, words)
    note_releases(actor, project_number, lot_number, came, [], words)
    return came


def _demand_releasing(actor: Actor, project_number: str, lot_number: int) -> None:
    demand(actor, RELEASE.permission)
    held = held_back(
        SYSTEM, RELEASE.permission, project_number=project_number, lot_number=lot_number
    )
    if held:
        raise RuleBroken(held)
    project_seen(actor.viewer, project_number)
    sealed_registry(project_number, lot_number)


def recovery_words(
    actor: Actor, *, project_number: str, lot_number: int, holder: str, statements: Sequence[bytes]
) -> list[Word]:
    """Read what a person of the recovery group signed of shares that do not open.

    Raises:
        InvalidInput: at ``unopened``.
    """
    waiting = waiting_for_recovery(SYSTEM, project_number, lot_number)
    versions = policy_rows(SYSTEM, project_number, lot_number)
    return words_read(actor, waiting, versions, statements, holders=[holder])


def keep_recovery_shares(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    holder: str,
    statements: Sequence[bytes],
) -> None:
    """Keep the shares of suppliers' secrets that a person of the recovery group released.

    Part of the command that answers the log's request; a share that it did not ask for is refused,
    and so is one that is not the share committed to: it could not be replaced any more.

    Raises:
        InvalidInput: at ``statements``.
    """
    locked_lot(project_number, lot_number)
    waiting = waiting_for_recovery(SYSTEM, project_number, lot_number)
    rows = {one.envelope_hash: one for one in waiting}
    versions, came = policy_rows(SYSTEM, project_number, lot_number), 0
    for encoded in statements:
        signed, row = _statement(encoded, rows)
        _demand_recovering(versions, row, signed, holder)
        came += keep_share(row, versions, signed)
    note_releases(actor, project_number, lot_number, came, [])


def _demand_recovering(
    versions: Sequence[OpeningPolicy], row: SealedBid, signed: SignedStatement, holder: str
) -> None:
    policy, envelope = policy_of(versions, row), row.envelope
    try:
        released = read_release(policy, envelope, signed).released
        is_right = released.holder != holder or is_right_share(policy, envelope, released)
    except TrustError as error:
        raise InvalidInput({"statements": "份额释放声明的签名不正确"}) from error
    if released.holder != holder:
        raise InvalidInput({"statements": "只能释放本单位持有的恢复密钥份额"})
    if not is_right:
        raise InvalidInput({"statements": NOT_COMMITTED})


def _statement(encoded: bytes, rows: dict[str, SealedBid]) -> tuple[SignedStatement, SealedBid]:
    try:
        signed = SignedStatement.parse(encoded)
        for row in rows.values():
            if f'"envelope":"{row.envelope_hash}"'.encode() in signed.statement:
                return signed, row
    except TrustError as error:
        raise InvalidInput({"statements": "份额释放声明的格式不正确"}) from error
    raise InvalidInput({"statements": "份额释放声明说的不是这一包的投标文件"})


def _demand_own(
    actor: Actor, versions: Sequence[OpeningPolicy], row: SealedBid, signed: SignedStatement
) -> None:
    policy = policy_of(versions, row)
    try:
        released = read_release(policy, row.envelope, signed).released
        holder = policy.group_of(released.holder).holder(released.holder)
        is_right = is_right_share(policy, row.envelope, released)
    except TrustError as error:
        raise InvalidInput({"statements": "份额释放声明的签名不正确"}) from error
    owns = holder.organisation == actor.viewer.organisation_name
    if holder.kind is not HolderKind.HUMAN or released.group == RECOVERY or not owns:
        raise InvalidInput({"statements": "只能释放本单位持有的密钥份额"})
    if not is_right:
        raise InvalidInput({"statements": NOT_COMMITTED})


def _own_holders(policy: Policy, organisation: str) -> list[str]:
    holders = [holder for group in policy.groups for holder in group.holders]
    return [
        one.id
        for one in holders
        if one.kind is HolderKind.HUMAN and one.organisation == organisation
    ]
