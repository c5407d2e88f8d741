"""Choosing by lot as ``lucai-draw/1`` says, before witnesses; inviting all chosen at once.

Each phase of the draw is a transaction of its own, for the checkpoint that makes the seed
must cover what was committed before it. One that was interrupted goes on with the pool it fixed.
"""

from __future__ import annotations

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Side
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.prequalification_rules import ANNOUNCED
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.draws.drawing import HASH, PARTIES, fresh_party, not_asked
from lucai.stages.trade.draws.selectors import is_given_up, waits_of
from lucai.stages.trade.draws.services import Asked
from lucai.stages.trade.prequalifications import drawing
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
    pool_for,
    prequalification_row,
)
from lucai.stages.trade.prequalifications.services.recommending import (
    ask_for_words,
    leave_words,
    list_drawn,
)
from lucai_trust.draw import ANY, Rule, draw_seed, list_root, taken
from lucai_trust.draw_record import PLATFORM, spell_rule


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


def draw(actor: Actor, *, project_number: str, wait_minutes: int = 0) -> None:
    """Draw whom to invite, once, before two witnesses.

    Where minutes are left for it, agency, buyer and supervision give nonces of their own first,
    and :func:`finish_draw` ends the draw.

    Raises:
        RuleBroken: too few suppliers on the list, or too few witnesses.
    """
    row = prequalification_row(actor.viewer, project_number)
    if not _is_under_way(row):
        _fix(actor, project_number, wait_minutes)
        if wait_minutes:
            fixed = current_round(SYSTEM, project_number)
            assert fixed
            draws.keep_head(actor, draw_number=fixed.draw_id)
            return
    finish_draw(actor, project_number=project_number)


def finish_draw(actor: Actor, *, project_number: str) -> None:
    """Make the seed of a draw whose pool is fixed, and choose whom its walk takes.

    Raises:
        WrongState: no draw is under way, its parties' time is not over, or a holder of opening
            keys has not released its shares yet.
        RuleBroken: too few suppliers on the list, or too few witnesses.
    """
    seen = prequalification_row(actor.viewer, project_number)
    demand(actor, PREQUALIFICATION.permission(PREQUALIFICATION.step(seen.drawing_step)))
    row = current_round(SYSTEM, project_number)
    if row is None or not _is_under_way(row):
        raise WrongState("没有等待完成的抽取，请重新抽取。")
    if row.due_at:
        draws.demand_over(actor, draw_number=row.draw_id)
    checkpoint = draws.covering_checkpoint(actor)
    if row.due_at:
        draws.gather(actor, draw_number=row.draw_id)
    _reveal(actor, project_number, checkpoint)


def leave_draw(actor: Actor, *, project_number: str) -> None:
    """Leave a waiting draw for good where the procurement ended, and words not yet said; twice is once."""
    row = current_round(SYSTEM, project_number)
    if row:
        leave_words(actor, row)
    if row and row.due_at and not row.seed:
        _leave(actor, row)


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
def _leave(actor: Actor, row: Prequalification) -> None:
    draws.leave(actor, of=PREQUALIFICATION.of, of_key=row.key)


_DRAWN = {False: "受邀供应商", True: "推荐供应商的评审专家"}
"""Whom a round draws."""


def _is_under_way(row: Prequalification) -> bool:
    return bool(row.draw_id) and not is_given_up(SYSTEM, row.draw_id)


@command
def _fix(actor: Actor, project_number: str, wait_minutes: int) -> None:
    """Judge the draw as if it were held now; fix pool and nonces and put them into the log."""
    row = prequalification_row(actor.viewer, project_number)
    facts = facts_of(actor.viewer, row)
    PREQUALIFICATION.decide(
        row.drawing_step, state=row.state, viewer=actor.viewer, facts=facts, at=clock.now()
    )
    pool = drawing.pool_of(pool_for(SYSTEM, row), lambda: chance.token_hex(32))
    rule = Rule({ANY: min(row.places, len(pool))}, None)
    before = len(waits_of(SYSTEM, PREQUALIFICATION.of, row.key))
    row.change(
        draw_id=f"{row.key}-{before + 1}" if before else row.key,
        rule=spell_rule(rule),
        pool=[member.stored() for member in pool],
        root=list_root([member.leaf for member in pool], HASH).hex(),
        nonces=[fresh_party(PLATFORM, lambda: chance.token_hex(32))],
        absent=not_asked([name for name in PARTIES if name != PLATFORM]),
        due_at=None,
        checkpoint="",
    )
    _log_pool(actor, row)
    if wait_minutes:
        due_at = draws.ask(actor, _asked(row), minutes=wait_minutes)
        row.change(due_at=due_at, absent=[])


def _asked(row: Prequalification) -> Asked:
    return Asked(
        draw_number=row.draw_id, of=PREQUALIFICATION.of, of_key=row.key,
        title=f"{row.project_title}{_DRAWN[row.draws_experts]}"[:160], project_number=row.number_of_project,
        region=row.region, href=f"/rooms/{row.number_of_project}/prequalification/",
        buyer_id=row.buyer_id, buyer_path=row.buyer_path, agency_id=row.agency_id,
        finance_id=row.finance_id, organiser_side=Side.AGENCY.value, root=row.root,
    )  # fmt: skip


def _log_pool(actor: Actor, row: Prequalification) -> None:
    body = {
        "draw": row.draw_id, "hash": HASH, "listRoot": row.root, "count": len(row.pool),
        "rule": row.rule,
    }  # fmt: skip
    label = f"固定{_DRAWN[row.draws_experts]}的抽取名单并公布其承诺"
    note(actor, row, PREQUALIFICATION, "draw-pool", label=label, public=True, body=body)
    system = Actor.system(Reason.CONSEQUENCE)
    told = {"draw": row.draw_id, "party": PLATFORM, "commitment": row.nonces[0]["commitment"]}
    label = f"{PARTIES[PLATFORM]}的抽取随机数承诺"
    note(system, row, PREQUALIFICATION, "draw-commit", label=label, public=True, body=told)


@command
def _reveal(actor: Actor, project_number: str, checkpoint: str) -> None:
    """Make the seed, walk the pool; the rest were not drawn and applicants among them are told."""
    row = prequalification_row(actor.viewer, project_number)
    checkpoint = _unseal(actor, row) or checkpoint  # one kept before the nonces were opened holds
    nonces = {party["id"]: bytes.fromhex(party["nonce"]) for party in row.nonces}
    root = bytes.fromhex(row.root)
    seed = draw_seed(row.draw_id, root, row.rule.encode(), nonces, checkpoint, hash_name=HASH)
    facts, members = facts_of(actor.viewer, row), row.members
    calls = drawing.walk_of(seed.hex(), members, min(row.places, len(members)))
    row.checkpoint, row.seed = checkpoint, seed.hex()
    row.calls = [call.spelt for call in calls]
    take_step(
        actor, row, PREQUALIFICATION, row.drawing_step, facts=facts, body=row.told(),
        changes={
            "checkpoint": checkpoint, "seed": row.seed, "calls": row.calls,
            "drawn_at": clock.now(),
        },
    )  # fmt: skip
    drawn = [members[position].supplier for position in taken(calls)]
    if row.draws_experts:
        ask_for_words(actor, row, drawn)
        return
    if row.finds:
        list_drawn(actor, row, drawn)
    _settle(actor, row, set(drawn))


def _unseal(actor: Actor, row: Prequalification) -> str:
    """Open what the parties sealed, where they were asked; return the checkpoint kept in time."""
    if not row.due_at:
        return ""
    opened = draws.unseal(actor, draw_number=row.draw_id)
    row.change(
        nonces=[*row.nonces, *opened.parties], absent=opened.absent, seal_entry=opened.seal_entry
    )
    return opened.checkpoint


def _settle(actor: Actor, row: Prequalification, drawn: set[int]) -> None:
    for one in applications_of(SYSTEM, row):
        if one.state not in ELIGIBLE:
            continue
        chosen = one.supplier_id in drawn
        told = () if chosen or one.source != ANNOUNCED else (one.supplier_id,)
        step = "choose" if chosen else "pass_by"
        take_step(actor, one, APPLICATION, step, audience=told, follows=True)
