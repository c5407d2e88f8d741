"""Shares of keys: asked of the automatic holders, brought by the people who hold the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, RuleBroken, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.platform.suspensions.selectors import held_back
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing.lifecycle import RELEASE
from lucai.stages.trade.sealing.models import (
    OpeningPolicy,
    RegistryOfBids,
    SealedBid,
    ShareRelease,
)
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    is_enough_to_open,
    lots_with_policy,
    policy_card,
    policy_rows,
    registry_of,
    releases_of,
    waiting_for_recovery,
)
from lucai.stages.trade.sealing.services import closing
from lucai.stages.trade.sealing.services.asking import asked_lot
from lucai.stages.trade.sealing.services.unopened import Word, keep_words, words_read
from lucai.stages.trade.sealing.subjects import is_round, subject_of
from lucai_trust.envelope import Policy, SignedStatement, is_recovery_share, read_release
from lucai_trust.envelope.policy import RECOVERY, HolderKind
from lucai_trust.errors import TrustError

OK = 200


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


def hold_releases(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Lock a lot's registry: until the transaction ends no share of the lot can come in."""
    del actor
    _locked(project_number, lot_number)


@command
def ask_servers(actor: Actor, *, project_number: str, lot_number: int) -> int:
    """Ask every automatic holder for its share of every envelope of a lot; return how many came.

    A holder that does not answer or refuses is written down and can be asked again.

    Raises:
        WrongState: the registry is not sealed yet.
    """
    _locked(project_number, lot_number)
    rows = envelopes_handed_in(SYSTEM, project_number, lot_number)
    policy = policy_rows(SYSTEM, project_number, lot_number)[-1].policy
    came, refused = _ask(rows, _automatic(policy), policy.opening_stage)
    _note(actor, project_number, lot_number, came, refused)
    return came


@command
def ask_recovery_servers(actor: Actor, *, project_number: str, lot_number: int) -> int:
    """Ask the automatic recovery holders for what the log has asked of them; return what came."""
    _locked(project_number, lot_number)
    waiting = waiting_for_recovery(SYSTEM, project_number, lot_number)
    policy = policy_rows(SYSTEM, project_number, lot_number)[-1].policy
    came, refused = _ask(waiting, _automatic(policy, recovering=True), RECOVERY)
    _note(actor, project_number, lot_number, came, refused)
    return came


def _ask(rows: Sequence[SealedBid], holders: Collection[str], stage: str) -> tuple[int, list[str]]:
    """Ask holders for their shares of envelopes; return how many came, and who gave none."""
    if not rows:
        return 0, []
    lot = asked_lot(rows, _registry(rows[0].project_number, rows[0].lot_number), stage)
    held, came, refused = releases_of(SYSTEM, list(rows)), 0, set()
    for row in rows:
        request = lot.request(row).encode()
        for holder in holders:
            if any(one.holder == holder for one in held[row.pk]):
                continue
            answer = _asked(holder, request)
            if answer is None:
                refused.add(holder)
                continue
            came += _keep(row, lot.versions, answer)
    return came, sorted(refused)


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
        InvalidInput: a statement is none, is of another organisation's holder, or not signed.
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
        came += _keep(row, versions, signed)
    own = _own_holders(versions[-1].policy, actor.viewer.organisation_name)
    words = words_read(actor, list(rows.values()), versions, unopened, holders=own)
    keep_words(actor, words)
    _note(actor, project_number, lot_number, came, [], words)
    return came


def _demand_releasing(actor: Actor, project_number: str, lot_number: int) -> None:
    demand(actor, RELEASE.permission)
    held = held_back(
        SYSTEM, RELEASE.permission, project_number=project_number, lot_number=lot_number
    )
    if held:
        raise RuleBroken(held)
    project_seen(actor.viewer, project_number)
    _registry(project_number, lot_number)


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
    _locked(project_number, lot_number)
    waiting = waiting_for_recovery(SYSTEM, project_number, lot_number)
    rows = {one.envelope_hash: one for one in waiting}
    versions, came = policy_rows(SYSTEM, project_number, lot_number), 0
    for encoded in statements:
        signed, row = _statement(encoded, rows)
        _demand_recovering(versions, row, signed, holder)
        came += _keep(row, versions, signed)
    _note(actor, project_number, lot_number, came, [])


def _demand_recovering(
    versions: Sequence[OpeningPolicy], row: SealedBid, signed: SignedStatement, holder: str
) -> None:
    policy, envelope = _policy_of(versions, row), row.envelope
    try:
        released = read_release(policy, envelope, signed).released
        is_right = released.holder != holder or is_recovery_share(policy, envelope, released)
    except TrustError as error:
        raise InvalidInput({"statements": "份额释放声明的签名不正确"}) from error
    if released.holder != holder:
        raise InvalidInput({"statements": "只能释放本单位持有的恢复密钥份额"})
    if not is_right:
        raise InvalidInput({"statements": "这个份额与封标时的承诺不符，请换用登记时的密钥文件"})


def _locked(project_number: str, lot_number: int) -> None:
    with system_access("registry whose shares come in"):
        rows = RegistryOfBids.objects.select_for_update()
        list(rows.filter(project_number=project_number, lot_number=lot_number))


def _registry(project_number: str, lot_number: int) -> RegistryOfBids:
    found = registry_of(SYSTEM, project_number, lot_number)
    if not found:
        raise WrongState("投标登记册还没有封存，截止时间到后才能释放密钥份额。")
    return found


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


def _asked(holder: str, request: bytes) -> SignedStatement | None:
    server = ports.server_of(holder)
    said = server.release(request) if server else None
    if said is None or said.status != OK:
        return None
    try:
        return SignedStatement.parse(said.body)
    except TrustError:
        return None


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
    policy = _policy_of(versions, row)
    try:
        released = read_release(policy, row.envelope, signed).released
        holder = policy.group_of(released.holder).holder(released.holder)
    except TrustError as error:
        raise InvalidInput({"statements": "份额释放声明的签名不正确"}) from error
    owns = holder.organisation == actor.viewer.organisation_name
    if holder.kind is not HolderKind.HUMAN or released.group == RECOVERY or not owns:
        raise InvalidInput({"statements": "只能释放本单位持有的密钥份额"})


def _own_holders(policy: Policy, organisation: str) -> list[str]:
    holders = [holder for group in policy.groups for holder in group.holders]
    return [
        one.id
        for one in holders
        if one.kind is HolderKind.HUMAN and one.organisation == organisation
    ]


def _policy_of(versions: Sequence[OpeningPolicy], row: SealedBid) -> Policy:
    return next(one for one in versions if one.policy_hash == row.policy_hash).policy


def _keep(row: SealedBid, versions: Sequence[OpeningPolicy], signed: SignedStatement) -> int:
    try:
        read = read_release(_policy_of(versions, row), row.envelope, signed)
    except TrustError:
        return 0
    if any(one.holder == read.released.holder for one in releases_of(SYSTEM, [row])[row.pk]):
        return 0
    _write(row, read.released.holder, signed, read.at)
    return 1


def _write(row: SealedBid, holder: str, signed: SignedStatement, at: datetime) -> None:
    statement = signed.encode().decode("utf-8")
    ShareRelease(bid=row, holder=holder, statement=statement, at=at).save(force_insert=True)


def _note(
    actor: Actor,
    project_number: str,
    lot_number: int,
    came: int,
    refused: list[str],
    words: Sequence[Word] = (),
) -> None:
    subject = subject_of(project_number, lot_number)
    record(
        actor,
        Entry(
            event="trade.shareRelease.release",
            object_type="trade.shareRelease",
            object_key=f"{project_number}/{lot_number}",
            label=f"包 {lot_number} 释放开标密钥份额",
            heading=subject.title,
            href=subject.href,
            region=subject.region,
            project_number=subject.project_number,
            body={"lot": lot_number, "complete": not refused, "refused": refused,
                  "unopened": {one.row.envelope_hash: one.digest for one in words},
                  "at": clock.now().isoformat()},
        ),
    )  # fmt: skip
