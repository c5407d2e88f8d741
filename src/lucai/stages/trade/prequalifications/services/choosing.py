"""Choosing by lot as ``lucai-draw/1`` says, before witnesses; inviting all chosen at once.

Each phase of the draw is a transaction of its own, for the checkpoint that makes the seed
must cover what was committed before it. One that was interrupted goes on with the pool it fixed.
"""

from __future__ import annotations

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import NotFound
from lucai.law.prequalification_rules import ANNOUNCED
from lucai.platform.journal import sequencer
from lucai.platform.journal.frame import command
from lucai.platform.journal.selectors import latest_checkpoint
from lucai.platform.lives.services import note, take_step
from lucai.stages.trade.prequalifications import drawing
from lucai.stages.trade.prequalifications.drawing import HASH, PARTIES
from lucai.stages.trade.prequalifications.lifecycle import (
    APPLICATION,
    ELIGIBLE,
    PREQUALIFICATION,
)
from lucai.stages.trade.prequalifications.models import (
    Prequalification,
    PrequalificationApplication,
)
from lucai.stages.trade.prequalifications.selectors import (
    applications_of,
    current_round,
    facts_of,
    own_application,
    prequalification_row,
)
from lucai_trust.checkpoint import SignedNote
from lucai_trust.draw import ANY, Rule, draw_seed, list_root, taken
from lucai_trust.draw_record import spell_rule


@command
def witness(actor: Actor, *, project_number: str) -> None:
    """Note that somebody of the buyer is present to watch the draw (GP-TEN-07).

    Raises:
        RuleBroken: the same person was noted before.
    """
    row = prequalification_row(actor.viewer, project_number)
    viewer = actor.viewer
    person = {"person": viewer.person, "name": viewer.name, "at": clock.now().isoformat()}
    take_step(
        actor, row, PREQUALIFICATION, "witness", facts=facts_of(viewer, row),
        changes={"witnesses": [*row.witnesses, person]},
    )  # fmt: skip


def draw(actor: Actor, *, project_number: str) -> None:
    """Draw whom to invite, once, before two witnesses.

    Raises:
        RuleBroken: too few suppliers on the list, or too few witnesses.
    """
    row = prequalification_row(actor.viewer, project_number)
    if not row.draw_id:
        _fix(actor, project_number)
    _reveal(actor, project_number, _covering_checkpoint(actor))


@command
def invite(actor: Actor, *, project_number: str) -> None:
    """Invite all chosen at the same moment; part of publishing the tender document."""
    row = current_round(SYSTEM, project_number)
    if row is None:
        raise NotFound("这个项目没有邀请供应商的记录。")
    chosen = [one for one in applications_of(SYSTEM, row) if one.state == "chosen"]
    changes = {"invited_at": clock.now()}
    body = {"invited": len(chosen)}
    take_step(actor, row, PREQUALIFICATION, "invite", body=body, changes=changes, follows=True)
    for one in chosen:
        take_step(actor, one, APPLICATION, "invite", follows=True)


@command
def acknowledge(actor: Actor, *, project_number: str) -> None:
    """Confirm that the invitation was received."""
    row = prequalification_row(actor.viewer, project_number)
    found = own_application(actor.viewer, row)
    if not found:
        raise NotFound("本单位没有收到这个项目的投标邀请书。")
    take_step(actor, found, APPLICATION, "acknowledge")


def acknowledge_by_act(actor: Actor, *, project_number: str) -> None:
    """Take an invitation as received by whoever obtains the tender document on it."""
    row = current_round(SYSTEM, project_number)
    found = own_application(actor.viewer, row) if row else None
    if found and found.state == "invited":
        _acknowledge(actor, found)


def close_invitations(actor: Actor, *, project_number: str) -> None:
    """Note who never answered, when bids are opened: nothing is left to answer."""
    row = current_round(SYSTEM, project_number)
    for one in applications_of(SYSTEM, row) if row else ():
        if one.state == "invited":
            _lapse(actor, one)


@command
def _acknowledge(actor: Actor, one: PrequalificationApplication) -> None:
    take_step(actor, one, APPLICATION, "acknowledge", follows=True)


@command
def _lapse(actor: Actor, one: PrequalificationApplication) -> None:
    take_step(actor, one, APPLICATION, "lapse", follows=True)


@command
def _fix(actor: Actor, project_number: str) -> None:
    """Judge the draw as if it were held now; fix pool and nonces and put them into the log."""
    row = prequalification_row(actor.viewer, project_number)
    facts = facts_of(actor.viewer, row)
    PREQUALIFICATION.decide(
        "draw", state=row.state, viewer=actor.viewer, facts=facts, at=clock.now()
    )
    able = [one for one in applications_of(SYSTEM, row) if one.state in ELIGIBLE]
    pool = drawing.pool_of(
        ((one.supplier_id, one.supplier_uscc) for one in able), lambda: chance.token_hex(32)
    )
    rule = Rule({ANY: min(row.places, len(pool))}, None)
    row.change(
        draw_id=row.key,
        rule=spell_rule(rule),
        pool=[member.stored() for member in pool],
        root=list_root([member.leaf for member in pool], HASH).hex(),
        nonces=[drawing.fresh_party(name, lambda: chance.token_hex(32)) for name in PARTIES],
    )
    _log_pool(actor, row)


def _log_pool(actor: Actor, row: Prequalification) -> None:
    body = {
        "draw": row.draw_id, "hash": HASH, "listRoot": row.root, "count": len(row.pool),
        "rule": row.rule,
    }  # fmt: skip
    label = "固定受邀供应商的抽取名单并公布其承诺"
    note(actor, row, PREQUALIFICATION, "draw-pool", label=label, public=True, body=body)
    for party in row.nonces:
        who = actor if party["id"] == "agency" else Actor.system(Reason.CONSEQUENCE)
        told = {"draw": row.draw_id, "party": party["id"], "commitment": party["commitment"]}
        label = f"{PARTIES[party['id']]}的抽取随机数承诺"
        note(who, row, PREQUALIFICATION, "draw-commit", label=label, public=True, body=told)


def _covering_checkpoint(actor: Actor) -> str:
    """Let the log order what is pending; return the text of the checkpoint that covers it."""
    del actor
    sequencer.sequence_all()
    head = latest_checkpoint(SYSTEM)
    if not head:
        raise NotFound("日志还是空的。")
    return SignedNote.parse(head.checkpoint).text


@command
def _reveal(actor: Actor, project_number: str, checkpoint: str) -> None:
    """Make the seed, walk the pool; the rest were not drawn and applicants among them are told."""
    row = prequalification_row(actor.viewer, project_number)
    nonces = {party["id"]: bytes.fromhex(party["nonce"]) for party in row.nonces}
    root = bytes.fromhex(row.root)
    seed = draw_seed(row.draw_id, root, row.rule.encode(), nonces, checkpoint, hash_name=HASH)
    facts, members = facts_of(actor.viewer, row), row.members
    calls = drawing.walk_of(seed.hex(), members, min(row.places, len(members)))
    row.checkpoint, row.seed = checkpoint, seed.hex()
    row.calls = [call.spelt for call in calls]
    take_step(
        actor, row, PREQUALIFICATION, "draw", facts=facts, body=row.told(),
        changes={
            "checkpoint": checkpoint, "seed": row.seed, "calls": row.calls,
            "drawn_at": clock.now(),
        },
    )  # fmt: skip
    _settle(actor, row, {members[position].supplier for position in taken(calls)})


def _settle(actor: Actor, row: Prequalification, drawn: set[int]) -> None:
    for one in applications_of(SYSTEM, row):
        if one.state not in ELIGIBLE:
            continue
        chosen = one.supplier_id in drawn
        told = () if chosen or one.source != ANNOUNCED else (one.supplier_id,)
        step = "choose" if chosen else "pass_by"
        take_step(actor, one, APPLICATION, step, audience=told, follows=True)
