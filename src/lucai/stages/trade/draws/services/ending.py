"""Draws that end without an outcome: given up by who draws, or left with what they were for."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound
from lucai.law.wording import listed
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.trials import is_trial
from lucai.stages.trade.draws.drawing import PARTIES
from lucai.stages.trade.draws.lifecycle import CHANCE, WAITING
from lucai.stages.trade.draws.models import WaitingDraw
from lucai.stages.trade.draws.numbering import LOT, round_number
from lucai.stages.trade.draws.schemas import FindingIn, GivingUpIn
from lucai.stages.trade.draws.selectors import (
    chances_of,
    giving_up_facts,
    organised_row,
    times_given_up,
    waiting_row,
    waits_of,
)
from lucai.stages.trade.draws.services.opening import gather
from lucai.stages.trade.rounds import services as rounds

SPENT = "封存的候选专家已不足以抽满，重新抽取。"
RELEASED = "此前{who}的密钥服务已经释放过份额。"


def give_up(actor: Actor, *, draw_number: str, form: GivingUpIn) -> None:
    """Give up a draw that waits for holders of keys that do not answer; they are asked once more.

    What the parties sealed stays shut for good. Who draws again begins a new draw, with a pool,
    commitments and a seed of its own.

    Raises:
        NotFound: there is none, or another organisation draws.
        RuleBroken: too early, the outcome does not hang on the holders, or one has released.
    """
    demand(actor, WAITING.permission(WAITING.step("give_up")))
    row = organised_row(actor.viewer, draw_number)
    if row.state == "waiting" and clock.now() >= row.due_at and not is_trial():
        gather(actor, draw_number=draw_number)
    number = round_number(draw_number)
    _give_up(
        actor, draw_number, form.reason, rounds.silent_holders(actor, number=number, lot_number=LOT)
    )


@command
def check(actor: Actor, *, draw_number: str, form: FindingIn) -> None:
    """Write down what supervision found of a draw that was given up.

    Raises:
        NotFound: there is none, or it is another region's.
    """
    row = waiting_row(actor.viewer, draw_number)
    if not row.region.startswith(actor.viewer.region):
        raise NotFound("没有找到等待随机数的这次抽取。")
    changes = {"finding": form.finding, "checked_at": clock.now()}
    take_step(actor, row, WAITING, "check", changes=changes, body={"finding": form.finding})


def leave(actor: Actor, *, of: str, of_key: str, reason: str = "") -> None:
    """Leave nonces shut for good where what they were given for is drawn for no more.

    With a reason another draw follows: this one counts as given up, and is told as such.
    """
    for row in waits_of(SYSTEM, of, of_key):
        if row.state == "waiting":
            _leave(actor, row, reason)


def _leave(actor: Actor, row: WaitingDraw, reason: str) -> None:
    facts, given_up_at = giving_up_facts(SYSTEM, row), clock.now() if reason else None
    known = RELEASED.format(who=listed(facts.released)) if facts.released else ""
    changes = {
        "reason": f"{reason}{known}" if reason else "", "given_up_at": given_up_at,
        "sealed": list(facts.sealed),
    }  # fmt: skip
    _shut(actor, row)
    take_step(
        actor, row, WAITING, "leave", follows=True, changes=changes,
        body={"reason": changes["reason"], "released": list(facts.released)},
    )  # fmt: skip
    if reason:
        _warn(actor, row, seen=bool(facts.released))


@command
def _give_up(actor: Actor, draw_number: str, reason: str, silent: tuple[str, ...]) -> None:
    row = organised_row(actor.viewer, draw_number)
    rounds.hold_releases(actor, number=round_number(draw_number), lot_number=LOT)
    facts = giving_up_facts(SYSTEM, row)
    told = {
        "draw": row.draw_number, "listRoot": row.root, "reason": reason,
        "sealed": list(facts.sealed), "silent": list(silent or facts.silent),
    }  # fmt: skip
    changes = {
        "reason": reason, "sealed": told["sealed"], "silent": told["silent"],
        "given_up_at": clock.now(),
    }  # fmt: skip
    take_step(actor, row, WAITING, "give_up", facts=facts, changes=changes, body=told)
    _shut(actor, row)
    _warn(actor, row)


def _shut(actor: Actor, row: WaitingDraw) -> None:
    rounds.give_up(actor, number=round_number(row.draw_number), lot_number=LOT)
    for one in chances_of(SYSTEM, row):
        if one.state in {"awaited", "given"}:
            take_step(actor, one, CHANCE, "miss", follows=True)


def _warn(actor: Actor, row: WaitingDraw, *, seen: bool = False) -> None:
    """Have supervision look into it where it was not the first, or could have been seen through.

    Where the organiser's own is the only nonce that counted, organiser and platform together
    could have known the outcome without any holder.
    """
    times = times_given_up(SYSTEM, row)
    alone = row.sealed == [PARTIES[row.organiser_side]]
    if times > 1 or alone or seen:
        take_step(
            actor, row, WAITING, "question", follows=True, body={"times": times, "alone": alone}
        )
