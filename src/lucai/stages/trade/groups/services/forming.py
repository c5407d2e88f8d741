"""Drawing a review group's experts, as ``lucai-draw/1`` says and panels do it."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.stages.trade.groups.lifecycle import GROUP, SEAT, SEATED
from lucai.stages.trade.groups.models import GroupDraw, GroupSeat, ReviewGroup
from lucai.stages.trade.groups.schemas import GroupDrawIn
from lucai.stages.trade.groups.selectors import (
    draws_of,
    free_experts,
    next_calls,
    own_group,
    seats_of,
)
from lucai.stages.trade.panels import drawing
from lucai.stages.trade.panels.drawing import Candidate
from lucai.stages.trade.panels.services import lots
from lucai_trust.draw import ANY, Rule, taken
from lucai_trust.draw_record import spell_rule


def draw(actor: Actor, *, number: str, form: GroupDrawIn) -> None:
    """Draw a group's experts at random from the library; keep whom the organiser names besides.

    Pool and nonce are committed to in the log before its checkpoint makes the seed; a draw
    that was interrupted in between goes on with the pool it had fixed.

    Raises:
        RuleBroken: size, shares, time, pool or the named members are unlawful.
    """
    demand(actor, GROUP.permission(GROUP.step("draw")))
    own_group(actor.viewer, number)
    rows = draws_of(SYSTEM, number)
    if not rows or not _can_go_on(rows[-1]):
        _fix(actor, number, form)
    _reveal(actor, number, lots.covering_checkpoint(actor))


@command
def _fix(actor: Actor, number: str, form: GroupDrawIn) -> None:
    """Judge the draw as if it were held now; what it would draw from is fixed and logged."""
    row = own_group(actor.viewer, number)
    row.review_at, row.place, row.own = (
        form.review_at,
        form.place,
        [one.model_dump() for one in form.own],
    )
    row.size = form.experts + len(row.own)
    row.conditions = {
        "specialties": list(form.specialties),
        "special": form.special,
        "max_per_employer": form.max_per_employer,
    }
    most = form.max_per_employer or None
    pool = list(free_experts(SYSTEM, row).values())
    facts = row.facts(eligible=drawing.places_fillable(pool, most), insiders=_insiders(row))
    GROUP.decide("draw", state=row.state, viewer=actor.viewer, facts=facts, at=clock.now())
    row.change(
        review_at=row.review_at, place=row.place, own=row.own, size=row.size,
        conditions=row.conditions,
    )  # fmt: skip
    fix_pool(actor, row, pool, Rule({ANY: row.experts}, most))


def fix_pool(actor: Actor, row: ReviewGroup, pool: list[Candidate], rule: Rule) -> None:
    """Fix what a group is drawn from next."""
    draw_id = f"{row.group_number}-{len(draws_of(SYSTEM, row.group_number)) + 1}"
    made = GroupDraw(group=row, draw_id=draw_id, rule=spell_rule(rule))
    lots.fix(actor, made, pool, row.specialties, of=row, life=GROUP)


@command
def _reveal(actor: Actor, number: str, checkpoint: str) -> None:
    """Make the seed, walk the pool, seat whom the walk took."""
    row = own_group(actor.viewer, number)
    made = draws_of(SYSTEM, number)[-1]
    lots.reveal(actor, made, checkpoint)
    pool = free_experts(SYSTEM, row)
    calls = next_calls(SYSTEM, row, made, places=made.experts)
    facts = row.facts(eligible=len(taken(calls)), insiders=_insiders(row))
    take_step(
        actor, row, GROUP, "draw", facts=facts, changes={"drawn_at": clock.now()},
        body={"experts": row.experts, **made.told(calls)},
    )  # fmt: skip
    seat_experts(actor, row, [pool[person] for person in lots.keep_calls(actor, made, calls)])


def seat_experts(actor: Actor, row: ReviewGroup, people: list[Candidate]) -> None:
    """Seat drawn experts in the order of the draw."""
    first = len(seats_of(SYSTEM, row.group_number)) + 1
    start = clock.moment(row.review_at.astimezone(clock.BEIJING).date())
    for place, one in enumerate(people, first):
        seat = GroupSeat(
            group=row, group_number=row.group_number, title=row.title, region=row.region,
            organiser_id=row.organiser_id, organiser_side=row.organiser_side, place=place,
            person_id=one.person_id, organisation_id=one.organisation_id, name=one.name,
            employer=one.employer, employer_uscc=one.employer_uscc, names_from=start,
            review_at=row.review_at,
        )  # fmt: skip
        begin(actor, seat, SEAT, label=f"{place} 号专家就座")
    settle(actor, row)


def settle(actor: Actor, row: ReviewGroup) -> None:
    """Bring the group's state and its list of seats in line with who sits in it."""
    seated = seats_of(SYSTEM, row.group_number, *SEATED)
    present = [seat for seat in seated if seat.state == "signed_in"]
    row.change(seats="".join(f",{seat.person_id}" for seat in seated) + ",")
    complete = len(present) == row.experts
    if complete and row.state == "drawn":
        take_step(actor, row, GROUP, "form", changes={"formed_at": clock.now()}, follows=True)
    if not complete and row.state == "formed":
        take_step(actor, row, GROUP, "reopen", follows=True)


def replenish(actor: Actor, row: ReviewGroup, leaving: int) -> None:
    """Fix another pool, of one place, where the last draw cannot fill the place that falls empty.

    It can while the leaver came from it, for its rule allows no more places, and somebody is left.
    """
    made = draws_of(SYSTEM, row.group_number)[-1]
    came = leaving in {made.members[position].person for position in taken(made.walk)}
    pool = list(free_experts(SYSTEM, row).values())
    if not pool or (came and taken(next_calls(SYSTEM, row, made, places=1))):
        return
    _fix_another(actor, row, pool, Rule({ANY: 1}, made.most_per_employer))
    _reveal_another(actor, row, lots.covering_checkpoint(actor))


@command
def _fix_another(actor: Actor, row: ReviewGroup, pool: list[Candidate], rule: Rule) -> None:
    fix_pool(actor, row, pool, rule)


@command
def _reveal_another(actor: Actor, row: ReviewGroup, checkpoint: str) -> None:
    made = draws_of(SYSTEM, row.group_number)[-1]
    lots.reveal(actor, made, checkpoint)
    label = "公布补充抽取的随机数"
    note(actor, row, GROUP, "draw-reveal", label=label, body=made.told(()))


def _can_go_on(made: GroupDraw) -> bool:
    """Whether a pool is fixed that nobody was drawn from yet and that can fill its places."""
    if made.seed:
        return False
    pooled = {member.person for member in made.members}
    free = [one for p, one in free_experts(SYSTEM, made.group).items() if p in pooled]
    return drawing.places_fillable(free, made.most_per_employer) >= made.experts


def _insiders(row: ReviewGroup) -> tuple[str, ...]:
    """Name who works for a 集采机构 that organises: its people may not review (GP-EXP-05)."""
    if row.organiser_side != "agency":
        return ()
    return tuple(one["name"] for one in row.own if one["unit"] == row.organiser_name)
