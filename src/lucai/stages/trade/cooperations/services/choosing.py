"""Who researches, and what is bought first."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.law.cooperation_rules import PURCHASE_LOT, RESEARCH_LOT
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.cooperations.computing import Scored, ranked
from lucai.stages.trade.cooperations.lifecycle import (
    APPLICANT,
    COOPERATION,
)
from lucai.stages.trade.cooperations.models import (
    Applicant,
    Cooperation,
    Response,
    research_amount,
)
from lucai.stages.trade.cooperations.notices import Chosen, product_body, result_body
from lucai.stages.trade.cooperations.schemas import DecisionIn, EvaluationIn, FirstIn
from lucai.stages.trade.cooperations.selectors.facts import (
    FINAL,
    choice_facts,
    facts_of,
    final_responses,
    first_facts,
)
from lucai.stages.trade.cooperations.selectors.judging import points_given
from lucai.stages.trade.cooperations.selectors.rows import (
    PRODUCTS,
    RESEARCH,
    applicants_of,
    responses_of,
)
from lucai.stages.trade.cooperations.services.preparing import locked, ready
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.rounds.draws import drawn


@command
def evaluate(actor: Actor, *, project_number: str, form: EvaluationIn) -> list[str]:
    """Hand the group's report in: rank by the members' mean points; return the names in order.

    Raises:
        RuleBroken: a member has not signed yet (COI-01).
    """
    row = locked(actor, project_number)
    told = facts_of(actor.viewer, row)
    COOPERATION.decide(
        "evaluate", state=row.state, viewer=actor.viewer, facts=told, at=clock.now()
    )  # fmt: skip
    ranking = _ranking(row, points_given(SYSTEM, row, RESEARCH))
    take_step(
        actor, row, COOPERATION, "evaluate", facts=told, body={"responses": len(ranking)},
        changes={"ranking": ranking, "report": form.report},
    )  # fmt: skip
    _note_ranks(row)
    projects.advance(actor, number=project_number, step="report")
    return [one["name"] for one in ranking]


def _ranking(row: Cooperation, points: dict[str, list[int]]) -> list[dict[str, Any]]:
    answers = final_responses(SYSTEM, row)
    # All that were opened, also those that cannot count: nobody's judgement changes the draw.
    opened = (one for one in responses_of(SYSTEM, row.number_of_project, FINAL) if one.opened_at)
    together = [one.envelope_hash for one in opened]
    lines = [
        Scored(r.supplier_id, sum(points[r.key]), r.cost or 0, drawn(r.envelope_hash, together))
        for r in answers
    ]
    by_supplier = {one.supplier_id: one for one in answers}
    return [
        {
            "supplier": supplier,
            "name": by_supplier[supplier].supplier_name,
            "total": sum(points[by_supplier[supplier].key]),
            "points": points[by_supplier[supplier].key],
            "cost": by_supplier[supplier].cost,
            "price": by_supplier[supplier].price,
        }
        for supplier in ranked(lines)
    ]


def _note_ranks(row: Cooperation) -> None:
    ranks = {one["supplier"]: (place, one["total"]) for place, one in enumerate(row.ranking, 1)}
    for one in applicants_of(SYSTEM, row.project_number):
        if one.supplier_id in ranks:
            rank, total = ranks[one.supplier_id]
            one.change(rank=rank, total=total)


@command
def decide(actor: Actor, *, project_number: str, form: DecisionIn) -> None:
    """Decide, in the order of the ranking, who researches (COI-05).

    Raises:
        RuleBroken: more than the document says, or dearer than the budget.
        InvalidInput: more than there are candidates.
    """
    row = locked(actor, project_number)
    if form.count > len(row.ranking):
        raise InvalidInput({"count": f"评审报告推荐的候选供应商只有 {len(row.ranking)} 家"})
    facts = choice_facts(actor.viewer, row, form.count)
    take_step(
        actor, row, COOPERATION, "decide", facts=facts, body={"chosen": form.count},
        changes={"decided_at": clock.now(), "chosen": form.count},
    )  # fmt: skip
    projects.advance(actor, number=project_number, step="decide")


@command
def announce(actor: Actor, *, project_number: str) -> None:
    """Announce who researches, with the names of the group; everybody learns rank and points."""
    row = locked(actor, project_number)
    ready(actor, row, "announce")
    project = project_seen(actor.viewer, project_number)
    chosen = [
        Chosen(o.supplier_id, o.supplier_name, research_amount(row, o.cost or 0), o.price or 0)
        for o in _chosen(row)
    ]
    take_step(
        actor, row, COOPERATION, "announce", body=result_body(row, project, chosen),
        changes={"announced_at": clock.now()},
    )  # fmt: skip
    winners = {one.supplier_id for one in chosen}
    for one in applicants_of(SYSTEM, project_number):
        if one.state == "answered":
            step = "select" if one.supplier_id in winners else "pass_over"
            take_step(
                actor, one, APPLICANT, step, follows=True, audience=(one.supplier_id,),
                body={"rank": one.rank, "total": one.total},
            )  # fmt: skip
    projects.mark_lot(actor, number=project_number, lot_number=RESEARCH_LOT, state="awarded")
    projects.advance(actor, number=project_number, step="award")


def _chosen(row: Cooperation) -> list[Response]:
    by_supplier = {one.supplier_id: one for one in final_responses(SYSTEM, row)}
    return [by_supplier[one["supplier"]] for one in row.ranking[: row.chosen]]


@command
def choose(actor: Actor, *, project_number: str, form: FirstIn) -> str:
    """Choose the product that is bought first; return its supplier's name.

    One that passed alone is taken directly; of several the one with the highest score.

    Raises:
        RuleBroken: research goes on, no product passed, one is not judged, too dear.
    """
    row = locked(actor, project_number)
    told = first_facts(actor.viewer, row)
    passed = [one for one in _selected(row) if one.supplier_name in told.passed]
    totals = {key: sum(points) for key, points in points_given(SYSTEM, row, PRODUCTS).items()}
    unscored = tuple(one.supplier_name for one in passed if one.key not in totals)
    chosen = max(passed, key=lambda one: (totals.get(one.key, 0), -(one.rank or 0)),
                 default=None)  # fmt: skip
    price = _price(row, chosen)
    facts = first_facts(actor.viewer, row, unscored, price * row.quantity)
    first = {
        "price": price, "amount": price * row.quantity, "product": form.product,
        "reason": form.reason, "totals": totals,
    }  # fmt: skip
    take_step(
        actor, row, COOPERATION, "choose", facts=facts, body={"amount": first["amount"]},
        changes={"first": first, "first_supplier_id": chosen and chosen.supplier_id},
    )  # fmt: skip
    return chosen.supplier_name if chosen else ""


def _selected(row: Cooperation) -> list[Applicant]:
    found = applicants_of(SYSTEM, row.project_number)
    return [one for one in found if one.state in {"selected", "contracted"}]


def _price(row: Cooperation, chosen: Applicant | None) -> int:
    prices = {one["supplier"]: one["price"] for one in row.ranking}
    return int(prices[chosen.supplier_id]) if chosen else 0


@command
def announce_product(actor: Actor, *, project_number: str) -> None:
    """Announce the first product; its contract can be drafted from now on."""
    row = locked(actor, project_number)
    ready(actor, row, "announce_product")
    project = project_seen(actor.viewer, project_number)
    take_step(
        actor, row, COOPERATION, "announce_product", body=product_body(row, project),
        changes={"first_announced_at": clock.now()},
    )  # fmt: skip
    for one in _selected(row):
        if one.supplier_id == row.first_supplier_id:
            take_step(actor, one, APPLICANT, "buy", follows=True, audience=(one.supplier_id,))
    projects.mark_lot(actor, number=project_number, lot_number=PURCHASE_LOT, state="awarded")


@command
def mark_contracted(actor: Actor, *, project_number: str, supplier_id: int) -> None:
    """Turn a result into its contract; called by the contract's drafting.

    Raises:
        NotFound: the supplier was not chosen.
        NotAllowed: the role lets its holder draft contracts, but not begin them from results.
    """
    row = locked(actor, project_number)
    for one in applicants_of(SYSTEM, row.project_number):
        if one.supplier_id == supplier_id:
            take_step(actor, one, APPLICANT, "contract")
            return
    raise NotFound("这家供应商没有被确定为研发供应商。")
