"""Whoever follows in a place that falls free: a reserve, the next of the walk, or another draw's."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.drawn_experts.circles import Circle
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.drawn_experts.following import (
    Following,
    Standing,
    followings,
    line_of_person,
    of_the_line,
    vacant_lines,
)
from lucai.stages.trade.drawn_experts.rows import DrawnHost
from lucai.stages.trade.drawn_experts.services import lots
from lucai.stages.trade.drawn_experts.services.asking import ask, seat_experts
from lucai.stages.trade.draws import services as draws
from lucai_trust.draw import Leaving, Rule
from lucai_trust.draw_record import spell_rule

SPENT = "专家库中没有可以递补的专家"
TRIED = timedelta(days=1)
"""How long after the time of the review it is still tried to fill a place."""


def fix_pool(
    actor: Actor, circle: Circle, host: DrawnHost, experts: list[Candidate], rule: Rule
) -> DrawOfExperts:
    """Fix what experts are drawn from next."""
    before = len(circle.draws_of(SYSTEM, host))
    named = {circle.through: host, "draw_id": f"{host.key}-{before + 1}"}
    row = circle.draws(**named, rule=spell_rule(rule))
    lots.fix(actor, row, experts, host.specialties, of=host, life=circle.host_life)
    return row


def replenish_for(actor: Actor, circle: Circle, host: DrawnHost, leaving: int) -> None:
    """See to it, before an expert's seat falls empty, that there is somebody to call."""
    standing = circle.standing(SYSTEM, host)
    line = line_of_person(standing.draws, leaving)
    _replenish(actor, circle, host, standing, line, leaving=leaving)


def follow(actor: Actor, circle: Circle, host: DrawnHost, leaving: int, why: Leaving) -> None:
    """Let the draws say who has the place of somebody who leaves.

    Raises:
        InvalidInput: nobody is left.
    """
    lots.mark_left(actor, circle.draws_of(SYSTEM, host), leaving, why)
    standing = circle.standing(SYSTEM, host)
    if not _seat_follower(actor, circle, host, standing, line_of_person(standing.draws, leaving)):
        raise InvalidInput({"reason": f"{SPENT}，请联系财政部门补充专家库后再办理"})


def fill(actor: Actor, circle: Circle, pk: int, *, tell: bool = False) -> int:
    """Fill the places that fell free as far as the library reaches; return how many.

    Args:
        pk: whose places.
        tell: let organiser and finance know where it does not reach.
    """
    host, filled = _read(circle, pk), 0
    if host.state not in circle.trying:
        return 0
    for line in vacant_lines(circle.standing(SYSTEM, host)):
        _replenish(actor, circle, host, circle.standing(SYSTEM, host), line)
        if any(one.person for one in followings(circle.standing(SYSTEM, host), line)):
            _fill(actor, circle, pk, line)
            filled += 1
        elif tell:
            _tell_spent(actor, circle, pk)
    return filled


def fill_vacant(actor: Actor, circle: Circle, *, limit: int = 20) -> int:
    """Fill what could not be filled before, where the library has grown since; return how many."""
    rows = circle.hosts.objects.seen_by(actor.viewer).filter(
        vacant__gt=0, state__in=circle.trying, **{f"{circle.meets}__gt": clock.now() - TRIED}
    )
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    return sum(fill(actor, circle, pk) for pk in found)


def _seat_follower(
    actor: Actor, circle: Circle, host: DrawnHost, standing: Standing, line: str
) -> bool:
    """Give a free place of a line to whom the draws say; return whether there was anybody."""
    for found in followings(standing, line):
        _pass_by(actor, circle, host, found)
        persons = lots.keep_calls(actor, found.row, found.calls)
        if found.position is None:
            continue
        body = {
            "draw": found.row.draw_id, "walk": [call.spelt for call in found.calls],
            "position": found.position, "reserve": found.is_reserve,
        }  # fmt: skip
        note(actor, host, circle.host_life, "draw-next", label="按抽取次序递补", body=body)
        if found.is_reserve:
            _call_up(actor, circle, host, found)
        else:
            seat_experts(actor, circle, host, [standing.free[person] for person in persons])
        return True
    return False


def _replenish(
    actor: Actor, circle: Circle, host: DrawnHost, standing: Standing, line: str,
    *, leaving: int = 0,
) -> None:  # fmt: skip
    """Fix another pool, of one place of a line, where no draw can fill a place that falls free.

    It needs somebody who is left in the library.
    """
    found = followings(standing, line, leaving=leaving)
    experts = of_the_line(standing, line)
    if not experts or any(one.position is not None for one in found):
        return
    most = standing.draws[-1].most_per_employer
    _fix_another(actor, circle, host, experts, Rule({line: 1}, most))
    _reveal_another(actor, circle, host, draws.covering_checkpoint(actor))


@command
def _fill(actor: Actor, circle: Circle, pk: int, line: str) -> None:
    host = _locked(circle, pk)
    standing = circle.standing(SYSTEM, host)
    if host.state not in circle.trying or line not in vacant_lines(standing):
        raise WrongState("这个名额已经递补。")
    _seat_follower(actor, circle, host, standing, line)
    circle.settle(actor, host)


@command
def _tell_spent(actor: Actor, circle: Circle, pk: int) -> None:
    host = _locked(circle, pk)
    note(
        actor, host, circle.host_life, "draw-spent",
        label=f"{SPENT}，请补充专家库，补充后自动递补", audience=circle.told(host),
    )  # fmt: skip


@command
def _fix_another(
    actor: Actor, circle: Circle, host: DrawnHost, experts: list[Candidate], rule: Rule
) -> None:
    fix_pool(actor, circle, host, experts, rule)


@command
def _reveal_another(actor: Actor, circle: Circle, host: DrawnHost, checkpoint: str) -> None:
    row = circle.draws_of(SYSTEM, host)[-1]
    lots.reveal(actor, row, checkpoint)
    label = "公布补充抽取的随机数"
    note(actor, host, circle.host_life, "draw-reveal", label=label, body=row.told(()))


def _pass_by(actor: Actor, circle: Circle, host: DrawnHost, found: Following) -> None:
    """Let reserves go who could not come when it was their turn."""
    if not found.passed:
        return
    row = found.row
    gone = {str(position): str(Leaving.REPLACED) for position in found.passed}
    row.change(reasons={**row.reasons, **gone})
    persons = {row.members[position].person for position in found.passed}
    for seat in circle.seats_of(SYSTEM, host, "reserve"):
        if seat.person_id in persons:
            body = {"place": seat.place}
            take_step(actor, seat, circle.seat_life, "pass_by", follows=True, body=body)


def _call_up(actor: Actor, circle: Circle, host: DrawnHost, found: Following) -> None:
    row = found.row
    row.change(promoted=[*row.promoted, found.position])
    seats = circle.seats_of(SYSTEM, host, "reserve")
    seat = next(one for one in seats if one.person_id == found.person)
    take_step(
        actor, seat, circle.seat_life, "call_up", follows=True, body={"place": seat.place}
    )  # fmt: skip
    ask(actor, circle, host, seat)


def _read(circle: Circle, pk: int) -> DrawnHost:
    found: DrawnHost = circle.hosts.objects.seen_by(SYSTEM).get(pk=pk)
    return found


def _locked(circle: Circle, pk: int) -> DrawnHost:
    with system_access("whoever is drawn for in hand"):
        found: DrawnHost = circle.hosts.objects.select_for_update().get(pk=pk)
    return found
