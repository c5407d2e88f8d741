"""Changing research stages: opened with the contract, negotiated, reported, passed or stopped."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.innovating import COST_UNIT, is_research
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card, contract_items
from lucai.stages.performance.research.lifecycle import STAGE
from lucai.stages.performance.research.models import ResearchStage
from lucai.stages.performance.research.schemas import (
    NegotiationIn,
    RecognitionIn,
    ReportIn,
    SaidIn,
)
from lucai.stages.performance.research.selectors import facts_of, stage_row

SHARED = (
    "project_number", "buyer_id", "buyer_path", "supplier_id", "agency_id", "finance_id", "region",
)  # fmt: skip
FEN = 100
RUNNING = ("waiting", "planned", "researching", "reported")


def lay_out(actor: Actor, *, contract_number: str) -> None:
    """Lay out the stages of a research contract both sides have signed; a second time is nothing."""
    card = contract_card(SYSTEM, contract_number)
    if not is_research(card.method, card.lot_number) or _rows(contract_number):
        return
    _lay_out(actor, card)


@command
def _lay_out(actor: Actor, card: ContractCard) -> None:
    items = [i for i in contract_items(SYSTEM, card.number) if i.unit == COST_UNIT]
    for item in items:
        row = _stage(card, item, last=item.place == items[-1].place)
        begin(actor, row, STAGE, label="安排研发阶段", body={"cap": row.cap})
        if item.place == items[0].place:
            take_step(actor, row, STAGE, "open", follows=True)


@command
def negotiate(actor: Actor, *, contract_number: str, number: int, form: NegotiationIn) -> None:
    """Record the negotiation before a stage; the contract's caps stand.

    Raises:
        RuleBroken: the stage before has not passed.
    """
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, STAGE, "negotiate", facts=facts_of(actor.viewer, row),
        changes={"negotiated": form.text, "negotiated_at": clock.now()},
    )  # fmt: skip


@command
def report(actor: Actor, *, contract_number: str, number: int, form: ReportIn) -> None:
    """Hand the result of a stage in, with what it cost."""
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, STAGE, "report", body={"claimed": form.total},
        changes={
            "report": form.report, "claimed": form.total, "said": "",
            "costs": [one.model_dump(mode="json") for one in form.costs],
        },
    )  # fmt: skip


@command
def pass_stage(actor: Actor, *, contract_number: str, number: int, form: RecognitionIn) -> int:
    """Let a stage pass and recognise its cost; return what is paid for it, in 分.

    With the last one the contract is settled at what was recognised, and the incentive.

    Raises:
        RuleBroken: more than the contract allows (COI-07).
    """
    row = _own(actor, contract_number, number)
    facts = facts_of(actor.viewer, row, form.recognised)
    take_step(
        actor, row, STAGE, "pass_stage", facts=facts, body={"recognised": form.recognised},
        changes={"recognised": form.recognised, "said": form.said, "ended_at": clock.now()},
    )  # fmt: skip
    if row.last:
        incentive = sum(
            i.amount for i in contract_items(SYSTEM, contract_number) if i.unit != COST_UNIT
        )
        settled = _recognised(contract_number) + incentive
        contracts.settle(actor, number=contract_number, settled=settled)
    else:
        following = stage_row(SYSTEM, contract_number, number + 1)
        take_step(actor, following, STAGE, "open", follows=True)
    return row.payment


@command
def return_report(actor: Actor, *, contract_number: str, number: int, form: SaidIn) -> None:
    """Ask the supplier to mend its report first."""
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, STAGE, "return_report", changes={"said": form.said}, body={"reason": form.said}
    )


@command
def stop(actor: Actor, *, contract_number: str, number: int, form: SaidIn) -> None:
    """End a research contract whose stage failed: paid is what was recognised before."""
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, STAGE, "stop", body={"reason": form.said},
        changes={"said": form.said, "ended_at": clock.now()},
    )  # fmt: skip
    for other in _rows(contract_number):
        if other.pk != row.pk and other.state in RUNNING:
            take_step(actor, other, STAGE, "void", follows=True)
    paid = contract_card(SYSTEM, contract_number).paid
    contracts.terminate(
        actor, number=contract_number, reason=f"研发阶段没有完成：{form.said}"[:400],
        settled=max(paid, _recognised(contract_number)),
    )  # fmt: skip


def _stage(card: ContractCard, item: ItemLine, *, last: bool) -> ResearchStage:
    return ResearchStage(
        contract_number=card.number,
        number=item.place,
        last=last,
        contract_title=card.title,
        name=item.name,
        goal=item.specification,
        cap=int(item.quantity) * FEN,
        cents=item.unit_price,
        **{name: getattr(card, name) for name in SHARED},
    )


def _rows(contract_number: str) -> list[ResearchStage]:
    rows = ResearchStage.objects.seen_by(SYSTEM).filter(contract_number=contract_number)
    return list(rows.order_by("number"))


def _recognised(contract_number: str) -> int:
    return sum(one.payment for one in _rows(contract_number) if one.state == "passed")


def _own(actor: Actor, contract_number: str, number: int) -> ResearchStage:
    row = stage_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    with system_access("research stage in hand"):
        return ResearchStage.objects.select_for_update().get(pk=row.pk)
