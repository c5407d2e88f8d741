"""Talks with one supplier at a time, their records, and changes of the demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.negotiations.lifecycle import (
    CHANGE,
    GOING,
    NEGOTIATION,
    OFFER,
    PROPOSE,
    RECORD,
    WRITE,
)
from lucai.stages.trade.negotiations.models import (
    FinalOffer,
    NegotiationChange,
    NegotiationRecord,
    NegotiationRound,
)
from lucai.stages.trade.negotiations.numbering import round_number
from lucai.stages.trade.negotiations.rules import SAID
from lucai.stages.trade.negotiations.schemas import (
    ChangeIn,
    ConfirmationIn,
    SettlementIn,
    TalkIn,
)
from lucai.stages.trade.negotiations.selectors import (
    change_row,
    negotiation_of,
    offers_of,
    record_row,
    talk_facts,
)
from lucai.stages.trade.negotiations.selectors.rows import SINGLE_SOURCE, records_of
from lucai.stages.trade.panels.selectors import MemberLine
from lucai.stages.trade.projects.selectors import ProjectCard
from lucai.stages.trade.rounds import services as rounds


@dataclass(frozen=True, slots=True)
class Participant:
    """A supplier that meets the requirements: its response, and its first price in 分."""

    code: str
    supplier_id: int
    supplier_name: str
    first_price: int


@command
def begin_negotiation(
    actor: Actor,
    *,
    project: ProjectCard,
    lot_number: int,
    participants: Sequence[Participant],
    chair: MemberLine | None,
) -> None:
    """Begin the negotiation of a lot with the suppliers that meet the requirements."""
    lot = project.lot(lot_number)
    shared = _shared(project, lot_number)
    row = NegotiationRound(
        **shared,
        region=project.region,
        finance_id=project.finance_id,
        participants=[
            {"id": one.supplier_id, "name": one.supplier_name, "code": one.code}
            for one in participants
        ],
        ceiling=lot.ceiling,
        **_chair(chair),
    )
    label = row.say(f"包 {lot_number} 开始谈判")
    begin(actor, row, NEGOTIATION, label=label, body={"suppliers": len(participants)})
    for one in participants:
        offer = FinalOffer(
            **shared,
            region="",
            negotiation=row,
            bid_code=one.code,
            supplier_id=one.supplier_id,
            supplier_name=one.supplier_name,
            first_price=one.first_price,
        )
        begin(actor, offer, OFFER, label=row.say("参加谈判"))


@command
def record_talk(actor: Actor, *, project_number: str, lot_number: int, form: TalkIn) -> int:
    """Write down what was talked about with one supplier; return the record's id.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the talks are over.
        InvalidInput: the supplier takes no part, or has left; or a single source's consultation
            is not recorded as the law asks (GP-SIN-03).
    """
    demand(actor, WRITE.permission)
    row = talking(actor, project_number, lot_number)
    going = {o.supplier_id: o for o in offers_of(SYSTEM, row) if o.state in GOING}
    if form.supplier_id not in going:
        raise InvalidInput({"supplier_id": row.say("请选择正在参加谈判的供应商")})
    offer = going[form.supplier_id]
    _demand_what_the_law_asks(row, form)
    record = NegotiationRecord(
        **_copied(row),
        region=row.region,
        negotiation=row,
        round=row.number,
        supplier_id=offer.supplier_id,
        supplier_name=offer.supplier_name,
        points=form.points,
        response=form.response,
        **{name: getattr(form, name) for name in SAID},
        recorded_by=actor.viewer.name,
        at=clock.now(),
    )
    label = row.say(f"包 {lot_number} 第 {row.number} 轮谈判记录")
    begin(actor, record, RECORD, label=label, body={"round": row.number})
    return int(record.pk)


def _demand_what_the_law_asks(row: NegotiationRound, form: TalkIn) -> None:
    """Ask at the fields for what neither this record of a single source nor an earlier one says."""
    if row.method != SINGLE_SOURCE:
        return
    before = records_of(SYSTEM, row.project_number, row.lot_number)
    wanting = {
        name: f"协商情况记录应当写明{label}"
        for name, label in SAID.items()
        if not getattr(form, name) and not any(getattr(one, name) for one in before)
    }
    if wanting:
        raise InvalidInput(wanting)


@command
def confirm_record(actor: Actor, *, project_number: str, pk: int, form: ConfirmationIn) -> None:
    """Confirm the record of a talk with one's own firm, with a remark where there is one."""
    record = record_row(actor.viewer, project_number, pk)
    changes = {"remark": form.remark, "confirmed_at": clock.now()}
    take_step(actor, record, RECORD, "confirm", changes=changes)


@command
def propose_change(actor: Actor, *, project_number: str, lot_number: int, form: ChangeIn) -> int:
    """Propose a change of technical, service or contract terms; return its id (GP-NEG-07).

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the talks are over.
    """
    demand(actor, PROPOSE.permission)
    row = talking(actor, project_number, lot_number)
    going = [o.supplier_id for o in offers_of(SYSTEM, row) if o.state in GOING]
    change = NegotiationChange(
        **_copied(row),
        region=row.region,
        negotiation=row,
        round=row.number,
        participants="".join(f",{supplier}" for supplier in going) + ",",
        kind=form.kind.value,
        text=form.text,
        proposed_by=actor.viewer.name,
        at=clock.now(),
    )
    begin(
        actor, change, CHANGE, label=f"包 {lot_number} 提出实质性变动", body={"round": row.number}
    )
    return int(change.pk)


@command
def settle_change(actor: Actor, *, project_number: str, pk: int, form: SettlementIn) -> None:
    """Confirm or reject a change for the buyer; all suppliers are told at the same time.

    Raises:
        InvalidInput: a rejection without a reason.
    """
    change = change_row(actor.viewer, project_number, pk)
    if form.step not in {"confirm", "reject"}:
        raise NotFound("没有这个决定。")
    if form.step == "reject" and not form.reason:
        raise InvalidInput({"reason": "请写明不予变动的理由"})
    told = [int(part) for part in change.participants.split(",") if part]
    changes = {
        "reason": form.reason,
        "settled_by": actor.viewer.name,
        "settled_at": clock.now(),
    }
    take_step(
        actor, change, CHANGE, form.step, changes=changes,
        audience=tuple(told) if form.step == "confirm" else (),
    )  # fmt: skip


@command
def next_round(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Begin another round of talks.

    Raises:
        RuleBroken: not the chair, a supplier was not heard, or a change waits (GP-NEG-06).
    """
    row = talking(actor, project_number, lot_number)
    facts = talk_facts(actor.viewer, row)
    number = row.number + 1
    take_step(
        actor, row, NEGOTIATION, "next_round", facts=facts, changes={"number": number},
        body={"round": number},
    )  # fmt: skip


def end_negotiation(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """End a negotiation whose lot fails; nothing happens where there is none under way."""
    row = locked(actor, project_number, lot_number)
    if row and row.state not in NEGOTIATION.final:
        _end(actor, row)


@command
def _end(actor: Actor, row: NegotiationRound) -> None:
    take_step(actor, row, NEGOTIATION, "end", follows=True)
    rounds.give_up(
        actor, number=round_number(row.project_number, row.lot_number), lot_number=row.lot_number
    )
    for offer in offers_of(SYSTEM, row):
        if offer.state in GOING:
            take_step(actor, offer, OFFER, "miss", follows=True)


def note_chair(
    actor: Actor, *, project_number: str, lot_number: int, chair: MemberLine | None
) -> None:
    """Follow the panel's election: who leads it leads the negotiation."""
    del actor
    row = negotiation_of(SYSTEM, project_number, lot_number)
    if row is None or row.state in NEGOTIATION.final:
        return
    row.change(**_chair(chair))
    with system_access("duties of the chair"):
        duties.follow(row, NEGOTIATION, clock.now())


def talking(actor: Actor, project_number: str, lot_number: int) -> NegotiationRound:
    """Return the negotiation, locked, while talks go on.

    Raises:
        NotFound: there is none that the actor may see.
        WrongState: the talks are over.
    """
    rows = NegotiationRound.objects.seen_by(actor.viewer).select_for_update()
    row = rows.filter(project_number=project_number, lot_number=lot_number).first()
    if not row:
        raise NotFound("没有找到这一包的谈判。")
    if row.state != "talking":
        raise WrongState(f"{row.say('谈判')}已经结束，当前为“{NEGOTIATION.states[row.state]}”。")
    found: NegotiationRound = row
    return found


def locked(actor: Actor, project_number: str, lot_number: int) -> NegotiationRound | None:
    """Return the negotiation of a lot, locked, or None; who acts is judged by the step."""
    del actor
    with system_access("negotiation in hand"):
        rows = NegotiationRound.objects.select_for_update()
        row: NegotiationRound | None = rows.filter(
            project_number=project_number, lot_number=lot_number
        ).first()
        return row


def _shared(project: ProjectCard, lot_number: int) -> dict[str, Any]:
    return {
        "project_number": project.number,
        "lot_number": lot_number,
        "title": project.title,
        "method": project.method,
        "buyer_id": project.buyer_id,
        "buyer_path": project.buyer_path,
        "agency_id": project.agency_id,
    }


_COPIED = (
    "project_number", "lot_number", "title", "method", "buyer_id", "buyer_path", "agency_id",
)  # fmt: skip


def _copied(row: NegotiationRound) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COPIED}


def _chair(chair: MemberLine | None) -> dict[str, Any]:
    return {
        "chair_place": chair.place if chair else 0,
        "chair_person": chair.person_id if chair else None,
        "chair_organisation": chair.organisation_id if chair else None,
    }
