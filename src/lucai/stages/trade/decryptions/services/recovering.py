"""Who stands in for suppliers that did not decrypt: servers are asked first, then people."""

from __future__ import annotations

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.decryptions.lifecycle import DECRYPTION, RECOVERY_REQUEST
from lucai.stages.trade.decryptions.models import Decryption, RecoveryRequest
from lucai.stages.trade.decryptions.schemas import RecoverySharesIn
from lucai.stages.trade.decryptions.selectors import REQUESTED, rows_in
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.selectors import (
    envelope_with_code,
    policy_card,
    unopened_of,
    waiting_for_recovery,
)
from lucai.stages.trade.sealing.selectors.enrolled import organisation_of
from lucai_trust.envelope.policy import Group, HolderKind

CONSEQUENCE = Actor.system(Reason.CONSEQUENCE)


def recover_lots(actor: Actor, *, project_number: str) -> None:
    """Ask the servers of the recovery groups, and, where they are too few, the people."""
    lots = sorted({row.lot_number for row in rows_in(SYSTEM, project_number, REQUESTED)})
    for lot in lots:
        sealing.ask_recovery_servers(actor, project_number=project_number, lot_number=lot)
    take_recovered(actor, project_number=project_number)
    for lot in sorted({row.lot_number for row in rows_in(SYSTEM, project_number, REQUESTED)}):
        _ask_people(actor, project_number, lot)


def release_shares(actor: Actor, *, code: str, content: RecoverySharesIn) -> None:
    """Stand in for the suppliers of a lot: keep what the holder's device made; open what can be.

    Raises:
        NotFound: the actor's organisation is not asked.
        WrongState: it was answered already, or is not needed any more.
        RuleBroken: the procurement is paused.
        InvalidInput: a share is missing, is another's, or is not the one committed to; or the holder
            did not sign that one does not open.
    """
    row = _answered(actor, code=code, content=content)
    take_recovered(CONSEQUENCE, project_number=row.project_number)


def take_recovered(actor: Actor, *, project_number: str) -> None:
    """Open what enough of the recovery group have released for; what cannot be any more is shut.

    A word that a share does not open shuts nothing while enough others can still come.
    """
    for row in rows_in(SYSTEM, project_number, REQUESTED):
        if not sealing.missing_for_recovery(actor, code=row.bid_code):
            _recover(actor, row=row)
        elif _is_hopeless(row):
            _give_up(actor, row=row)
    waiting = {row.lot_number for row in rows_in(SYSTEM, project_number, REQUESTED)}
    for request in _open_requests(project_number):
        if request.lot_number not in waiting:
            _end(actor, row=request)


def end_requests(actor: Actor, *, project_number: str) -> None:
    """Let requests rest whose procurement is cancelled; part of its command."""
    for request in _open_requests(project_number):
        take_step(actor, request, RECOVERY_REQUEST, "end", follows=True)


@command
def _answered(actor: Actor, *, code: str, content: RecoverySharesIn) -> RecoveryRequest:
    row = _request_in_hand(actor, code)
    asked = waiting_for_recovery(SYSTEM, row.project_number, row.lot_number)
    words = sealing.recovery_words(
        actor,
        project_number=row.project_number,
        lot_number=row.lot_number,
        holder=row.holder,
        statements=[one.encode("utf-8") for one in content.unopened],
    )
    unopened = {one.row.envelope_hash: one.digest for one in words}
    if len(content.statements) + len(unopened) < len(asked):
        raise InvalidInput({"statements": "还有投标文件没有释放份额，请刷新页面后再试"})
    changes = {"released_at": clock.now(), "unopened": sorted(unopened)}
    take_step(actor, row, RECOVERY_REQUEST, "release", changes=changes, body={"unopened": unopened})
    sealing.keep_words(actor, words)
    sealing.keep_recovery_shares(
        actor,
        project_number=row.project_number,
        lot_number=row.lot_number,
        holder=row.holder,
        statements=[one.encode("utf-8") for one in content.statements],
    )
    return row


def _ask_people(actor: Actor, project_number: str, lot_number: int) -> None:
    group = _recovery_group(project_number, lot_number)
    people = [one for one in group.holders if one.kind is HolderKind.HUMAN] if group else []
    with system_access("requests of a lot"):
        rows = RecoveryRequest.objects.filter(project_number=project_number, lot_number=lot_number)
        asked = set(rows.values_list("holder", flat=True))
    project = project_seen(SYSTEM, project_number)
    for one in people:
        if one.id not in asked:
            _ask(actor, project=project, lot_number=lot_number, holder=one.id)


@command
def _ask(actor: Actor, *, project: ProjectCard, lot_number: int, holder: str) -> None:
    group = _recovery_group(project.number, lot_number)
    asked = organisation_of(SYSTEM, holder)
    assert group is not None
    assert asked is not None
    row = RecoveryRequest(
        code=chance.token_hex(8),
        project_number=project.number,
        project_title=project.title,
        lot_number=lot_number,
        agency_id=project.agency_id,
        region=project.region,
        holder=holder,
        organisation_id=asked,
        side=organisation(SYSTEM, asked).side.value,
        organisation_name=group.holder(holder).organisation,
        asked_at=clock.now(),
    )
    begin(actor, row, RECOVERY_REQUEST, label="请恢复组释放密钥份额")


@command
def _recover(actor: Actor, *, row: Decryption) -> None:
    opened = sealing.recover(actor, code=row.bid_code)
    take_step(actor, row, DECRYPTION, "recover" if opened else "fail", follows=True)


@command
def _give_up(actor: Actor, *, row: Decryption) -> None:
    sealing.give_up_recovery(actor, code=row.bid_code)
    take_step(actor, row, DECRYPTION, "fail", follows=True)


@command
def _end(actor: Actor, *, row: RecoveryRequest) -> None:
    take_step(actor, row, RECOVERY_REQUEST, "end", follows=True)


def _is_hopeless(row: Decryption) -> bool:
    """Whether so many of the group were given what does not open that the rest are too few."""
    group = _recovery_group(row.project_number, row.lot_number)
    if not group:
        return False
    bid = envelope_with_code(SYSTEM, row.bid_code)
    said = {one.holder for one in unopened_of(SYSTEM, [bid])[bid.pk]}
    left = [one for one in group.holders if one.id not in said]
    return len(left) < group.threshold


def _recovery_group(project_number: str, lot_number: int) -> Group | None:
    bidder = policy_card(SYSTEM, project_number, lot_number).bidder
    return bidder.recovery if bidder else None


def _open_requests(project_number: str) -> list[RecoveryRequest]:
    with system_access("requests of an opening in hand"):
        rows = RecoveryRequest.objects.filter(project_number=project_number, state="waiting")
        return list(rows.order_by("pk"))


def _request_in_hand(actor: Actor, code: str) -> RecoveryRequest:
    rows = RecoveryRequest.objects.seen_by(actor.viewer).select_for_update()
    row = rows.filter(code=code).first()
    if not row:
        raise NotFound("没有找到请本单位释放的恢复密钥份额。")
    found: RecoveryRequest = row
    return found
