"""Drawing who stands by for the group, as ``lucai-draw/1`` says and review groups do it."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.law.cooperation_rules import BUYERS_OWN
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.stages.trade.cooperations.lifecycle import COOPERATION, DRAW
from lucai.stages.trade.cooperations.models import CooperationDraw
from lucai.stages.trade.cooperations.schemas import ReserveDrawIn
from lucai.stages.trade.cooperations.selectors.drawing import (
    OVER,
    avoided_codes,
    draws_of,
    free_experts,
)
from lucai.stages.trade.cooperations.services.preparing import locked, own_cooperation
from lucai.stages.trade.drawn_experts import drawing
from lucai.stages.trade.drawn_experts.services import lots
from lucai.stages.trade.draws import services as draws
from lucai_trust.draw import ANY, Rule, taken
from lucai_trust.draw_record import spell_rule


def draw_reserves(actor: Actor, *, project_number: str, form: ReserveDrawIn) -> None:
    """Draw reserves of one kind at random from the library; they follow those named before.

    Pool and nonce are committed to in the log before its checkpoint makes the seed; a draw that
    was interrupted in between goes on with the pool it had fixed.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: there is no group yet, or its work is over.
        InvalidInput: too few experts of the library fit.
    """
    demand(actor, DRAW.permission)
    row = own_cooperation(actor, project_number)
    waiting = [one for one in draws_of(SYSTEM, row) if not one.seed]
    if not waiting:
        _fix(actor, project_number, form)
    _reveal(actor, project_number, draws.covering_checkpoint(actor))


@command
def _fix(actor: Actor, project_number: str, form: ReserveDrawIn) -> None:
    row = locked(actor, project_number)
    if row.state in OVER or not row.group:
        raise WrongState("谈判小组组建以后、评审结束以前，可以抽取备选成员。")
    if form.role.value == BUYERS_OWN:
        raise InvalidInput({"role": "采购人代表由采购人委派，请选择专家的身份"})
    pool = list(free_experts(SYSTEM, row, form.wanted).values())
    if drawing.places_fillable(pool, None) < form.count:
        text = f"专家库中符合专业和回避条件的只有{len(pool)}名，请减少人数或者放宽评审专业"
        raise InvalidInput({"count": text})
    made = CooperationDraw(
        cooperation=row, role=form.role.value, specialties=list(form.wanted),
        draw_id=f"{row.key}-{len(draws_of(SYSTEM, row)) + 1}",
        rule=spell_rule(Rule({ANY: form.count}, None)),
    )  # fmt: skip
    lots.fix(actor, made, pool, (), of=row, life=COOPERATION)


@command
def _reveal(actor: Actor, project_number: str, checkpoint: str) -> None:
    row = locked(actor, project_number)
    made = draws_of(SYSTEM, row)[-1]
    lots.reveal(actor, made, checkpoint)
    free = free_experts(SYSTEM, row, tuple(made.specialties))
    calls = made.further(free, avoided_codes(SYSTEM, row), made.parsed)
    people = [free[person] for person in lots.keep_calls(actor, made, calls)]
    row.change(reserves=[*row.reserves, *(_reserve(made, one) for one in people)])
    note(
        actor, row, COOPERATION, "draw-reveal", label="抽取备选成员",
        body={"role": made.role, "drawn": len(taken(calls)), **made.told(calls)},
    )  # fmt: skip


def _reserve(made: CooperationDraw, one: drawing.Candidate) -> dict[str, Any]:
    return {
        "name": one.name, "unit": one.employer, "role": made.role, "source": DRAWN,
        "person": one.person_id, "organisation": one.organisation_id, "draw": made.draw_id,
    }  # fmt: skip


DRAWN = "library"
