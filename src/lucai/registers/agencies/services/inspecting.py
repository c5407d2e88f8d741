"""Inspecting agencies: named for a reason or drawn by lot, reported, answered, made public.

Each phase of the draw is a transaction of its own, for the checkpoint that makes the seed must
cover what was committed before it. One that was interrupted goes on with the pool it fixed.
"""

from __future__ import annotations

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import (
    OrganisationCard,
    colleagues_granted,
    finance_of,
    organisation,
)
from lucai.platform.journal import sequencer
from lucai.platform.journal.frame import command
from lucai.platform.journal.selectors import latest_checkpoint
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.registers.agencies import drawing
from lucai.registers.agencies.drawing import HASH, PARTIES
from lucai.registers.agencies.lifecycle import DRAW, INSPECT, INSPECTION, PLAN
from lucai.registers.agencies.models import AgencyInspection, InspectionDraw
from lucai.registers.agencies.schemas import AnswerIn, DirectedIn, DrawIn, ReportIn
from lucai.registers.agencies.selectors import (
    agency_row,
    draw_facts,
    draw_row,
    inspection_facts,
    inspection_row,
    pool_of_region,
)
from lucai_trust.checkpoint import SignedNote
from lucai_trust.draw import ANY, Rule, draw_seed, list_root, taken
from lucai_trust.draw_record import spell_rule


@command
def plan(actor: Actor, *, form: DrawIn) -> str:
    """Plan a draw of agencies to inspect; return its number.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: the region is another department's.
    """
    finance = _finance(actor)
    if form.served_region and not form.served_region.startswith(actor.viewer.region):
        raise InvalidInput({"served_region": "只能抽查本地区的代理机构"})
    row = InspectionDraw(finance_id=finance.pk, region=finance.region, **form.model_dump())
    prefix, label = f"CC{finance.region}{clock.today().year}", "制定代理机构随机抽查"
    return begin_numbered(actor, row, DRAW, prefix=prefix, field="number", label=label).number


def draw(actor: Actor, *, number: str) -> None:
    """Draw whom to inspect and who inspects, once.

    Raises:
        RuleBroken: too few agencies, or nobody to inspect.
    """
    if not _own_draw(actor, number).draw_id:
        _fix(actor, number)
    sequencer.sequence_all()
    head = latest_checkpoint(SYSTEM)
    if not head:
        raise NotFound("日志还是空的。")
    _reveal(actor, number, SignedNote.parse(head.checkpoint).text)


@command
def direct(actor: Actor, *, form: DirectedIn) -> str:
    """Inspect one agency for a reason; return the inspection's number.

    Raises:
        InvalidInput: no such agency in the directory.
    """
    finance = _finance(actor)
    try:
        found = agency_row(actor.viewer, form.number)
    except NotFound as error:
        raise InvalidInput({"number": "名录中没有这个编号"}) from error
    row = _inspection(finance, found.organisation_id, due_on=form.due_on, reason=form.reason)
    row.inspector, row.inspector_name = actor.viewer.person, actor.viewer.name
    return _begin(actor, row)


@command
def report(actor: Actor, *, number: str, form: ReportIn) -> None:
    """Write down what was found; the agency is asked for its view before anything is public.

    Raises:
        NotAllowed: another person inspects.
    """
    row = _mine(actor, number)
    if row.inspector and row.inspector != actor.viewer.person:
        raise NotAllowed(f"检查人员是{row.inspector_name}，请由本人登记检查情况。")
    values = {**form.model_dump(exclude={"result"}), "result": form.result.value}
    take_step(
        actor, row, INSPECTION, "report", facts=inspection_facts(actor.viewer, row), changes=values
    )


@command
def answer(actor: Actor, *, number: str, form: AnswerIn) -> None:
    """Let the agency say what it has to say."""
    row = _mine(actor, number)
    take_step(
        actor, row, INSPECTION, "answer", facts=inspection_facts(actor.viewer, row),
        changes={"answer": form.answer},
    )  # fmt: skip


@command
def publish(actor: Actor, *, number: str) -> None:
    """Make the result public (财库〔2018〕2号 第二十一条).

    Raises:
        RuleBroken: the agency may still answer.
    """
    row = _mine(actor, number)
    take_step(
        actor, row, INSPECTION, "publish", facts=inspection_facts(actor.viewer, row),
        changes={"published_on": clock.today()}, body=row.told(),
    )  # fmt: skip


@command
def _fix(actor: Actor, number: str) -> None:
    """Judge the draw as if it were held now; fix pool, people and nonces in the log."""
    row = _own_draw(actor, number)
    facts = draw_facts(actor.viewer, row)
    DRAW.decide("draw", state=row.state, viewer=actor.viewer, facts=facts, at=clock.now())
    agencies = pool_of_region(SYSTEM, row.served_region or row.region)
    pool = drawing.pool_of(agencies, lambda: chance.token_hex(32))
    people = colleagues_granted(actor.viewer, INSPECT.permission)
    row.change(
        draw_id=row.number,
        rule=spell_rule(Rule({ANY: min(row.places, len(pool))}, None)),
        pool=[member.stored() for member in pool],
        root=list_root([member.leaf for member in pool], HASH).hex(),
        inspectors=[{"person": one.person, "name": one.name} for one in people],
        nonces=[drawing.fresh_party(name, lambda: chance.token_hex(32)) for name in PARTIES],
    )
    _log_pool(actor, row)


def _log_pool(actor: Actor, row: InspectionDraw) -> None:
    body = {
        "draw": row.draw_id, "hash": HASH, "listRoot": row.root, "count": len(row.pool),
        "rule": row.rule, "inspectors": len(row.inspectors),
    }  # fmt: skip
    label = "固定抽查名单并公布其承诺"
    note(actor, row, DRAW, "draw-pool", label=label, public=True, body=body)
    for party in row.nonces:
        who = actor if party["id"] == "finance" else Actor.system(Reason.CONSEQUENCE)
        told = {"draw": row.draw_id, "party": party["id"], "commitment": party["commitment"]}
        label = f"{PARTIES[party['id']]}的抽取随机数承诺"
        note(who, row, DRAW, "draw-commit", label=label, public=True, body=told)


@command
def _reveal(actor: Actor, number: str, checkpoint: str) -> None:
    """Make the seed, walk the pool, hand every agency drawn to the next inspector."""
    row = _own_draw(actor, number)
    nonces = {party["id"]: bytes.fromhex(party["nonce"]) for party in row.nonces}
    root = bytes.fromhex(row.root)
    seed = draw_seed(row.draw_id, root, row.rule.encode(), nonces, checkpoint, hash_name=HASH)
    calls = drawing.walk_of(seed, len(row.pool), row.places)
    order = drawing.inspectors_order(seed, len(row.inspectors))
    spelt = [call.spelt for call in calls]
    take_step(
        actor, row, DRAW, "draw", facts=draw_facts(actor.viewer, row),
        body={"draw": row.draw_id, "seed": seed.hex(), "walk": spelt, "inspectors": order},
        changes={
            "checkpoint": checkpoint, "seed": seed.hex(), "calls": spelt, "order": order,
            "drawn_at": clock.now(),
        },
    )  # fmt: skip
    _assign(actor, row, [row.members[position].agency for position in taken(calls)])


def _assign(actor: Actor, row: InspectionDraw, agencies: list[int]) -> None:
    finance = organisation(SYSTEM, row.finance_id)
    for place, agency in enumerate(agencies):
        person = row.inspectors[row.order[place % len(row.order)]]
        one = _inspection(finance, agency, due_on=row.due_on, draw_number=row.number)
        one.inspector, one.inspector_name = person["person"], person["name"]
        _begin(actor, one)


def _inspection(finance: OrganisationCard, agency: int, **more: object) -> AgencyInspection:
    firm = organisation(SYSTEM, agency)
    return AgencyInspection(
        finance_id=finance.pk, finance_name=finance.name, region=finance.region,
        agency_id=firm.pk, agency_name=firm.name, agency_uscc=firm.uscc, **more,
    )  # fmt: skip


def _begin(actor: Actor, row: AgencyInspection) -> str:
    prefix, label = f"JC{row.region}{clock.today().year}", "指定检查代理机构"
    return begin_numbered(actor, row, INSPECTION, prefix=prefix, field="number", label=label).number


def _finance(actor: Actor) -> OrganisationCard:
    demand(actor, PLAN.permission)
    return finance_of(actor.viewer, f"{actor.viewer.region:0<6}")


def _own_draw(actor: Actor, number: str) -> InspectionDraw:
    row = draw_row(actor.viewer, number)
    if row.finance_id != actor.viewer.organisation:
        raise NotAllowed("这次抽查由其他财政部门办理，您只能查看。")
    return row


def _mine(actor: Actor, number: str) -> AgencyInspection:
    row = inspection_row(actor.viewer, number)
    if actor.viewer.organisation not in {row.finance_id, row.agency_id}:
        raise NotAllowed("这次检查由其他部门办理，您只能查看。")
    return row
