"""Drawing a review group's experts, as ``lucai-draw/1`` says and panels do it."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.drawn_experts import drawing
from lucai.stages.trade.drawn_experts import services as calls
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.drawn_experts.services import lots
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.draws.services import Asked
from lucai.stages.trade.groups.lifecycle import GROUP
from lucai.stages.trade.groups.models import ReviewGroup
from lucai.stages.trade.groups.schemas import GroupDrawIn
from lucai.stages.trade.groups.selectors import (
    draws_of,
    free_experts,
    is_under_way,
    next_calls,
    own_group,
)
from lucai.stages.trade.groups.services import representatives
from lucai.stages.trade.groups.services.circle import GROUPS
from lucai.stages.trade.groups.services.seating import settle
from lucai_trust.draw import reserves, taken


def draw(actor: Actor, *, number: str, form: GroupDrawIn) -> None:
    """Draw a group's experts at random from the library; keep whom the organiser names besides.

    Pool and nonce are committed to in the log before its checkpoint makes the seed; a draw
    that was interrupted in between goes on with the pool it had fixed. Where the form leaves
    minutes for it, organiser and supervision give nonces of their own first, and
    :func:`finish_draw` ends the draw.

    Raises:
        RuleBroken: size, shares, time, pool or the named members are unlawful.
        InvalidInput: the review begins before the wait is over.
    """
    demand(actor, GROUP.permission(GROUP.step("draw")))
    own_group(actor.viewer, number)
    if not is_under_way(actor.viewer, number):
        _fix(actor, number, form)
        if form.wait_minutes:
            draws.keep_head(actor, draw_number=draws_of(SYSTEM, number)[-1].draw_id)
            return
    finish_draw(actor, number=number)


def finish_draw(actor: Actor, *, number: str) -> None:
    """Make the seed of a draw whose pool is fixed, and seat whom its walk takes.

    Raises:
        WrongState: no draw is under way, its parties' time is not over, or a holder of opening
            keys has not released its shares yet.
        RuleBroken: size, shares, time, pool or the named members are unlawful.
    """
    demand(actor, GROUP.permission(GROUP.step("draw")))
    own_group(actor.viewer, number)
    if not is_under_way(actor.viewer, number):
        raise WrongState("没有等待完成的抽取，请重新填写抽取条件。")
    made = draws_of(SYSTEM, number)[-1]
    if made.due_at:
        draws.demand_over(actor, draw_number=made.draw_id)
    checkpoint = draws.covering_checkpoint(actor)
    if made.due_at:
        draws.gather(actor, draw_number=made.draw_id)
    _reveal(actor, number, checkpoint)


@command
def _fix(actor: Actor, number: str, form: GroupDrawIn) -> None:
    """Judge the draw as if it were held now; what it would draw from is fixed and logged."""
    row = own_group(actor.viewer, number)
    row.review_at, row.place = form.review_at, form.place
    row.own = [one.model_dump() for one in form.own]
    _demand_time(row, form)
    if message := form.misshared(form.experts):
        raise InvalidInput({"lines": message})
    row.size = form.experts + len(row.own)
    row.conditions = {**form.conditions, "special": form.special}
    pool = list(free_experts(SYSTEM, row).values())
    facts = row.facts(
        eligible=drawing.fillable(pool, form.wanted, form.rule),
        short=drawing.short_lines(pool, form.wanted, form.rule),
        insiders=_insiders(row),
    )
    GROUP.decide("draw", state=row.state, viewer=actor.viewer, facts=facts, at=clock.now())
    row.own = representatives.found(row.own)
    row.change(
        review_at=row.review_at, place=row.place, own=row.own, size=row.size,
        conditions=row.conditions,
    )  # fmt: skip
    draws.leave(actor, of=GROUP.of, of_key=row.key, reason=draws.SPENT)
    made = calls.fix_pool(actor, GROUPS, row, pool, form.rule)
    if form.wait_minutes:
        due_at = draws.ask(actor, _asked(row, made), minutes=form.wait_minutes)
        made.change(due_at=due_at, absent=[])


@command
def _reveal(actor: Actor, number: str, checkpoint: str) -> None:
    """Make the seed, walk the pool, seat whom the walk took."""
    row = own_group(actor.viewer, number)
    made = draws_of(SYSTEM, number)[-1]
    lots.unseal(actor, made)
    lots.reveal(actor, made, checkpoint)
    pool = free_experts(SYSTEM, row)
    stops = next_calls(SYSTEM, row, made, made.parsed)
    facts = row.facts(eligible=len(taken(stops)), insiders=_insiders(row))
    take_step(
        actor, row, GROUP, "draw", facts=facts, changes={"drawn_at": clock.now()},
        body={"experts": row.experts, **made.told(stops)},
    )  # fmt: skip
    drawn = [pool[person] for person in lots.keep_calls(actor, made, stops)]
    calls.seat_experts(actor, GROUPS, row, drawn)
    standing_by = [pool[made.members[position].person] for position in reserves(stops)]
    calls.name_reserves(actor, GROUPS, row, standing_by)
    for one in row.own:
        representatives.seat(actor, row, one)
    settle(actor, row)


def _asked(row: ReviewGroup, made: DrawOfExperts) -> Asked:
    by_agency = row.organiser_side == Side.AGENCY.value
    own = 0 if by_agency else row.organiser_id
    return Asked(
        draw_number=made.draw_id, of=GROUP.of, of_key=row.key, title=row.title,
        project_number=row.project_number, region=row.region,
        href=f"/review-groups/{row.group_number}/", buyer_id=own,
        buyer_path=organisation(SYSTEM, own).path if own else "",
        agency_id=row.organiser_id if by_agency else 0, finance_id=row.finance_id,
        organiser_side=row.organiser_side, root=made.root,
    )  # fmt: skip


def _demand_time(row: ReviewGroup, form: GroupDrawIn) -> None:
    if form.wait_minutes and clock.now() + timedelta(minutes=form.wait_minutes) > row.review_at:
        message = "等到那时评审已经开始；请缩短等待时间，填 0 则不等待"
        raise InvalidInput({"wait_minutes": message})


def _insiders(row: ReviewGroup) -> tuple[str, ...]:
    """Name who works for a 集采机构 that organises: its people may not review (GP-EXP-05)."""
    if row.organiser_side != "agency":
        return ()
    return tuple(one["name"] for one in row.own if one["unit"] == row.organiser_name)
