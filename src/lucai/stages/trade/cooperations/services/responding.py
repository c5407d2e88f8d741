"""Sealed responses of both rounds: handed in, withdrawn, opened together at their deadline."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Viewer
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.cooperation_rules import RESPONSE_AT_THE_OPENING
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.stages.trade.cooperations.lifecycle import APPLICANT, COOPERATION, RESPOND, RESPONSE
from lucai.stages.trade.cooperations.models import Applicant, Cooperation, Response, of
from lucai.stages.trade.cooperations.numbering import LOT, round_number
from lucai.stages.trade.cooperations.schemas import ResponseIn
from lucai.stages.trade.cooperations.selectors.facts import (
    FINAL,
    FIRST,
    facts_of,
    response_facts,
)
from lucai.stages.trade.cooperations.selectors.rows import (
    RESEARCH,
    TALKS,
    applicants_in,
    applicants_of,
    cooperation_row,
    own_applicant,
    own_response,
    responses_of,
)
from lucai.stages.trade.cooperations.services.judging import begin_opinions
from lucai.stages.trade.cooperations.services.preparing import locked, own_cooperation
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.standing import bars, demand_not_barred
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.reasons import reasons
from lucai.stages.trade.rounds.services import Call, HandedIn, Judged

ROUNDS = {"responding": FIRST, "finalising": FINAL}
STEPS = {FIRST: "respond", FINAL: "respond_final"}
BACK = {FIRST: "take_back", FINAL: "take_back_final"}
AWAITED = {FIRST: "invited", FINAL: "called"}
NONE = "没有找到本单位的响应文件。"


def seal_round(actor: Actor, row: Cooperation, round_: int, deadline: datetime) -> None:
    """Call the sealed round of first or final responses; part of issuing its document.

    Raises:
        WrongState: fewer than two organisations run automatic holders of opening keys.
    """
    kind = "首次响应" if round_ == FIRST else "最终响应"
    call = Call(
        number=round_number(row.project_number, round_), lot_number=LOT, kind=RESPONSE.of,
        project_number=row.project_number, title=f"{row.project_title} {kind}"[:160],
        region=row.region, href=f"/rooms/{row.project_number}/cooperation/",
        buyer_id=row.buyer_id, buyer_path=row.buyer_path, agency_id=row.agency_id,
        finance_id=row.finance_id, deadline=deadline,
    )  # fmt: skip
    rounds.call_round(actor, call=call)


def respond(actor: Actor, *, project_number: str, handed: HandedIn) -> bytes:
    """Hand in a sealed response of the round under way, or another in its place; return its receipt.

    Nobody can read it before the deadline; cost, price and place of research are checked by the
    supplier's browser before it is sealed, and again at the opening.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the supplier does not take part.
        InvalidInput: not an envelope of this round, not signed, or one that replaces another.
        RuleBroken: too late (COI-03), or barred from procurement (GP-QUA-02).
        WrongState: no responses are received.
    """
    demand(actor, RESPOND.permission)
    row, round_ = _receiving(actor.viewer, project_number)
    own = own_response(actor.viewer, project_number, round_)

    def enter(envelope_hash: str) -> str:
        demand_not_barred(bars(actor.viewer.organisation or 0))
        return _enter(actor, row, round_, envelope_hash)

    return rounds.hand_in(
        actor, number=round_number(project_number, round_), lot_number=LOT, handed=handed,
        held=own.held if own else "", enter=enter,
    )  # fmt: skip


def _enter(actor: Actor, row: Cooperation, round_: int, envelope_hash: str) -> str:
    mine, facts = _taking_part(actor.viewer, row), response_facts(actor.viewer, row)
    own = own_response(actor.viewer, row.project_number, round_)
    if mine.state == AWAITED[round_]:
        take_step(actor, mine, APPLICANT, STEPS[round_], facts=facts)
    body = {"round": round_}
    if own:
        return rounds.note_envelope(
            actor, own, RESPONSE, envelope_hash, facts=facts, step="replace", body=body
        )
    made = Response(
        **of(row), round=round_, supplier_id=mine.supplier_id, supplier_name=mine.supplier_name,
        envelope_hash=envelope_hash, handed_in_at=clock.now(),
    )  # fmt: skip
    sealed = {"envelope": envelope_hash, **body}
    begin(actor, made, RESPONSE, label="密封提交响应文件", body=sealed)
    return ""


def withdraw_response(actor: Actor, *, project_number: str, claim: bytes) -> bytes:
    """Withdraw one's response before the deadline, by the key its browser kept; return the receipt.

    Raises:
        NotFound: there is none.
        InvalidInput: the claim is not signed with the key of the envelope that is handed in.
        RuleBroken: the deadline is over (COI-03).
        WrongState: no responses are received.
    """
    row, round_ = _receiving(actor.viewer, project_number)
    own = own_response(actor.viewer, project_number, round_)
    if not own:
        raise NotFound(NONE)

    def enter() -> None:
        take_step(actor, own, RESPONSE, "withdraw", facts=response_facts(actor.viewer, row))
        mine = _taking_part(actor.viewer, row)
        take_step(actor, mine, APPLICANT, BACK[round_], follows=True)

    return rounds.withdraw(actor, envelope_hash=own.held, claim=claim, enter=enter)


def response_receipt(actor: Actor, *, project_number: str) -> bytes:
    """Return the receipt of one's own last response once more, or of its withdrawal.

    Raises:
        NotFound: there is none.
    """
    found = (own_response(actor.viewer, project_number, round_) for round_ in (FINAL, FIRST))
    own = next((one for one in found if one), None)
    if not own:
        raise NotFound(NONE)
    return rounds.receipt_of(actor, envelope_hash=own.envelope_hash)


def open_first(actor: Actor, *, project_number: str) -> int:
    """Open the first responses together at their deadline; return how many count.

    Raises:
        RuleBroken: too early, or nobody responded (COI-03).
        WrongState: too few holders have released their shares.
    """
    return _gather_and_open(actor, project_number, FIRST)


def open_final(actor: Actor, *, project_number: str) -> int:
    """Open the final responses together at their deadline; return how many count.

    Raises:
        RuleBroken: too early, or nobody responded (COI-03).
        WrongState: too few holders have released their shares.
    """
    return _gather_and_open(actor, project_number, FINAL)


def _gather_and_open(actor: Actor, project_number: str, round_: int) -> int:
    row = own_cooperation(actor, project_number)
    name = "open_first" if round_ == FIRST else "open_final"
    step, told = COOPERATION.step(name), facts_of(actor.viewer, row)
    demand(actor, COOPERATION.permission(step))
    if row.state in step.source and not reasons(step.rules, told, clock.now()):
        number = round_number(project_number, round_)
        rounds.gather_shares(actor, number=number, lot_number=LOT)
    return _open_all(actor, project_number, round_, name)


@command
def _open_all(actor: Actor, project_number: str, round_: int, name: str) -> int:
    row, now = locked(actor, project_number), clock.now()
    opened = "first_opened_at" if round_ == FIRST else "final_opened_at"
    take_step(
        actor, row, COOPERATION, name, facts=facts_of(actor.viewer, row), changes={opened: now}
    )
    handed_in = [one for one in responses_of(SYSTEM, project_number, round_) if one.held]
    judged = rounds.open_all(
        actor, number=round_number(project_number, round_), lot_number=LOT, rows=handed_in,
        form=ResponseIn,
        why_not=lambda _, said: reasons(
            RESPONSE_AT_THE_OPENING, response_facts(SYSTEM, row, said), now
        ),
    )  # fmt: skip
    for one in judged:
        _open(actor, row, one)
    for silent in applicants_in(SYSTEM, row.project_number, AWAITED[round_]):
        take_step(actor, silent, APPLICANT, "lapse", follows=True)
    begin_opinions(actor, row, RESEARCH if round_ == FINAL else TALKS)
    projects.advance(actor, number=project_number, step="open" if round_ == FIRST else "evaluate")
    return sum(one.quote is not None for one in judged)


def _open(actor: Actor, row: Cooperation, one: Judged[Response, ResponseIn]) -> None:
    """Make one response known; whoever breaks a rule has none and is out, with the reason."""
    answer, said, now = one.row, one.quote, clock.now()
    audience = (answer.supplier_id,)
    if said is None:
        body = {"envelope": answer.envelope_hash, "reason": one.why}
        take_step(
            actor, answer, RESPONSE, "refuse", follows=True, audience=audience, body=body,
            changes={"opened_at": now, "reason": one.why[:400]},
        )  # fmt: skip
        for mine in applicants_of(SYSTEM, row.project_number):
            if mine.supplier_id == answer.supplier_id:
                take_step(
                    actor, mine, APPLICANT, "exclude", follows=True, audience=audience,
                    body={"reason": one.why},
                )  # fmt: skip
        return
    content = said.model_dump(mode="json")
    take_step(
        actor, answer, RESPONSE, "open", follows=True, audience=audience,
        facts=response_facts(SYSTEM, row, said), body={"envelope": answer.envelope_hash},
        changes={
            "opened_at": now, "cost": said.cost, "price": said.price, "months": said.months,
            "content": content,
        },
    )  # fmt: skip


def _receiving(viewer: Viewer, project_number: str) -> tuple[Cooperation, int]:
    """Return a cooperation and the round whose responses it takes in now."""
    row = cooperation_row(viewer, project_number)
    round_ = ROUNDS.get(row.state)
    if not round_:
        raise WrongState("现在不接收响应文件。")
    _taking_part(viewer, row)
    return row, round_


def _taking_part(viewer: Viewer, row: Cooperation) -> Applicant:
    mine = own_applicant(viewer, row.project_number)
    if not mine:
        raise NotFound("本单位没有参加这次采购。")
    return mine
