"""Ordering: placed, decided at once where no quotes are asked for, declined, cancelled."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.deadlines import deadline
from lucai.law.framework_order_rules import OUTSIDE
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation, organisation_by_uscc
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.gates import Gate
from lucai.registers.exclusions.services import Place
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.trade.calloffs.lifecycle import CALL_OFF, ORDER, QUOTE
from lucai.stages.trade.calloffs.models import CallOff, SecondQuote
from lucai.stages.trade.calloffs.notices import cancelled_fragment, deal_body
from lucai.stages.trade.calloffs.numbering import LOT, round_number
from lucai.stages.trade.calloffs.numbering import ORDER as ORDER_NUMBER
from lucai.stages.trade.calloffs.reckoning import members_to_order, order_facts
from lucai.stages.trade.calloffs.schemas import DirectIn, OrderIn, OutsideIn, ReasonIn
from lucai.stages.trade.calloffs.selectors import may_order, order_card, order_row, turn_of
from lucai.stages.trade.frameworks import services as frameworks
from lucai.stages.trade.frameworks.selectors import (
    FrameworkSheet,
    MemberCard,
    PackageCard,
    framework_seen,
)
from lucai.stages.trade.projects.standing import ask_at, demand_not_barred, digests
from lucai.stages.trade.rounds import services as rounds

UNDOABLE = frozenset({"bidding", "decided"})
REASON = 400


@command
def choose(actor: Actor, *, framework: str, form: DirectIn) -> str:
    """Order from a member of one's own choice; return the order's number.

    Raises:
        NotAllowed: the role does not grant it, or the framework is not for this unit.
        InvalidInput: no such member, package or indicator.
        RuleBroken: out of term, above the agreement's price, or another way was agreed.
    """
    sheet, package = ordered(actor, framework, form)
    member = next(
        (m for m in members_to_order(sheet, package.number) if m.supplier_id == form.supplier_id),
        None,
    )
    if member is None:
        raise InvalidInput({"supplier_id": "请从这个采购包的有效入围供应商中选择"})
    row = placed(actor, sheet, package, form, way="direct", ceiling=member.price)
    row.change(reason=form.reason)
    awarded(actor, row, sheet, member, form.unit_price or member.price)
    return row.number


@command
def next_turn(actor: Actor, *, framework: str, form: OrderIn) -> str:
    """Order from the member whose turn it is by the published order; return the order's number.

    Raises:
        NotAllowed, InvalidInput, RuleBroken: as :func:`choose`.
        WrongState: there is no member left.
    """
    sheet, package = ordered(actor, framework, form)
    frameworks.hold_still(actor, number=framework)
    turn = turn_of(actor.viewer, sheet, package.number)
    members = members_to_order(sheet, package.number)
    member = next((m for m in members if m.supplier_id == turn["next"]), None)
    if member is None:
        raise WrongState("这个采购包没有有效的入围供应商。")
    row = placed(actor, sheet, package, form, way="rotation", ceiling=member.price)
    row.change(turn=turn)
    awarded(actor, row, sheet, member, member.price)
    return row.number


@command
def outside(actor: Actor, *, framework: str, form: OutsideIn) -> str:
    """Buy the same goods cheaper from outside, where that was foreseen (GP-FRA-11).

    The deal is copied to the organiser and announced at once.

    Raises:
        NotAllowed, InvalidInput, RuleBroken: as :func:`choose`.
    """
    sheet, package = ordered(actor, framework, form)
    found = organisation_by_uscc(actor.viewer, form.supplier_code.upper())
    if not found or found.side is not Side.SUPPLIER:
        raise InvalidInput({"supplier_code": "没有找到这家供应商，请核对统一社会信用代码"})
    members = members_to_order(sheet, package.number)
    if found.pk in {m.supplier_id for m in members}:
        raise InvalidInput({"supplier_code": "这家供应商已经入围，请按框架协议约定的方式采购"})
    lowest = min((m.price for m in members), default=package.ceiling)
    row = placed(actor, sheet, package, form, way=OUTSIDE, ceiling=lowest)
    row.change(reason=form.reason, specification=form.specification)
    facts = order_facts(
        sheet, row.way, unit_price=form.unit_price, agreement_price=lowest, supplier=found.name,
        refused=form.insiders_refused, evidence=form.reason,
    )  # fmt: skip
    decide(
        actor, row, "decide", facts, supplier_id=found.pk, supplier_name=found.name,
        unit_price=form.unit_price, agreement_price=lowest,
    )  # fmt: skip
    return row.number


@command
def decline(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Decline an award as its supplier; without a just reason it is a ground for removal."""
    row = _party(actor, number)
    take_step(
        actor, row, CALL_OFF, "decline", body={"reason": form.reason},
        changes={"ended_reason": form.reason},
    )  # fmt: skip
    give_back(actor, row)


@command
def cancel(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Cancel an order before its contract; what was held is given back."""
    _cancel(actor, _party(actor, number), form.reason)


@command
def undo(actor: Actor, *, number: str, reason: str) -> None:
    """Cancel an order whose deal a challenge or complaint found wrong, so that it is placed anew.

    Part of the command by which that is mended or decided, which asks for the right; a pause
    does not stop it.

    Raises:
        NotFound: there is none.
        WrongState: a contract binds already, or it ended before.
    """
    row = order_row(SYSTEM, number)
    if row.state not in UNDOABLE:
        raise WrongState(f"订单{CALL_OFF.states[row.state]}，不能撤销成交结果。")
    with system_access("order whose deal is undone"):
        row = CallOff.objects.select_for_update().get(pk=row.pk)
    _cancel(actor, row, reason[:REASON], follows=True)


def _cancel(actor: Actor, row: CallOff, reason: str, *, follows: bool = False) -> None:
    take_step(
        actor, row, CALL_OFF, "cancel", follows=follows,
        body={"reason": reason, "ocds": cancelled_fragment(order_card(actor.viewer, row))},
        changes={"ended_reason": reason},
    )  # fmt: skip
    rounds.give_up(actor, number=round_number(row.number), lot_number=LOT)
    for quote in quotes_of(actor, row):
        if quote.state in {"invited", "handed_in"}:
            take_step(
                actor, quote, QUOTE, "miss", follows=True, audience=(quote.supplier_id,),
                changes={"closed_at": clock.now()},
            )  # fmt: skip
    give_back(actor, row)


@command
def mark_contracted(actor: Actor, *, number: str) -> None:
    """Turn an order into its contract; called by the contract's drafting."""
    row = _party(actor, number)
    take_step(actor, row, CALL_OFF, "contract")


@command
def reopen(actor: Actor, *, number: str) -> None:
    """Give an order back whose contract was withdrawn before it bound; called by the contract."""
    row = _party(actor, number)
    take_step(actor, row, CALL_OFF, "reopen", follows=True)


@command
def give_back_contract(actor: Actor, *, number: str) -> None:
    """Give an order back whose contract a decision on a complaint undoes; part of that decision."""
    row = order_row(SYSTEM, number)
    with system_access("order whose contract is undone"):
        row = CallOff.objects.select_for_update().get(pk=row.pk)
    take_step(actor, row, CALL_OFF, "reopen", follows=True)


def ordered(actor: Actor, framework: str, form: OrderIn) -> tuple[FrameworkSheet, PackageCard]:
    """Return the framework and package an order is for, after asking who may order.

    Raises:
        NotAllowed: the role does not grant it, or the framework is not for this unit.
        InvalidInput: no such package or indicator, or the day is over.
    """
    demand(actor, ORDER.permission)
    sheet = framework_seen(actor.viewer, framework)
    if not may_order(actor.viewer, sheet.card):
        raise NotAllowed("本单位不在这个框架协议的适用范围内。")
    package = sheet.package(form.package_number)
    if package is None:
        raise InvalidInput({"package_number": "没有这个采购包"})
    if form.needed_by < clock.today():
        raise InvalidInput({"needed_by": "最迟交付日期应当不早于今天"})
    _check_indicator(actor, form.indicator_code)
    return sheet, package


def placed(
    actor: Actor, sheet: FrameworkSheet, package: PackageCard, form: OrderIn, *, way: str,
    ceiling: int,
) -> CallOff:  # fmt: skip
    """Place an order and hold what it may cost on the buyer's indicator (GP-BUD-01)."""
    card, viewer = sheet.card, actor.viewer
    # Whoever orders is supervised by the finance of its own level (94号令 art 6), not the framework's.
    region = organisation(viewer, viewer.organisation or 0).region
    indicator = indicator_seen(viewer, form.indicator_code)
    row = CallOff(
        number=_next_number(card.number), framework_number=card.number,
        framework_title=card.title, framework_ocid=card.ocid, organiser_id=card.organiser_id,
        organiser_side=card.organiser_side, organiser_name=card.organiser_name,
        package_number=package.number, package_name=package.name,
        catalogue_code=package.catalogue_code, object_kind=card.object_kind, unit=package.unit,
        buyer_id=viewer.organisation or 0, buyer_path=viewer.unit_path,
        buyer_name=viewer.organisation_name, finance_id=finance_of(SYSTEM, region).pk,
        region=region,
        way=way, quantity=form.quantity, demand=form.demand, place=form.place,
        needed_by=form.needed_by, indicator_code=indicator.code,
        held=ceiling * form.quantity,
    )  # fmt: skip
    begin(actor, row, CALL_OFF, label="按框架协议下单", body={"quantity": form.quantity})
    indicators.hold(actor, code=row.indicator_code, amount=row.held, reference=row.number)
    return row


def awarded(
    actor: Actor, row: CallOff, sheet: FrameworkSheet, member: MemberCard, unit_price: int
) -> None:
    """Award an order to a member."""
    names = {m.supplier_id: m.supplier_name for m in sheet.members}
    facts = order_facts(
        sheet, row.way, unit_price=unit_price, agreement_price=member.price,
        supplier=member.supplier_name, turn=names.get(row.turn.get("next"), ""),
    )  # fmt: skip
    row.change(specification=f"{member.product} {member.content.get('specification', '')}"[:400])
    decide(
        actor, row, "decide", facts, supplier_id=member.supplier_id,
        supplier_name=member.supplier_name, unit_price=unit_price, agreement_price=member.price,
    )  # fmt: skip


def decide(actor: Actor, row: CallOff, step: str, facts: object, **award: Any) -> None:
    """Take the deciding step, announce the deal at once, keep only what it costs held.

    The law gives two workdays for the notice (GP-FRA-10); here it goes out with the decision.
    """
    now = clock.now()
    answers = ask_at(actor, Gate.AWARD, [award["supplier_id"]], _gate_of(row))
    demand_not_barred(answers[award["supplier_id"]].banned_until)
    verdicts = judge(CALL_OFF.step(step).rules, facts, now)
    if broken := tuple(v for v in verdicts if v.blocks):
        raise RuleBroken(broken)
    amount = award["unit_price"] * row.quantity
    # The row carries the award before the step is taken: duties are opened for its supplier.
    row.change(**award, amount=amount)
    until = deadline("GP-TEN-01", clock.today()).date
    take_step(
        actor, row, CALL_OFF, step, facts=facts, body=deal_body(order_card(actor.viewer, row), until) | {"creditChecks": digests(answers)},
        changes={"decided_at": now, "published_at": row.published_at or now},
        audience=(row.organiser_id,),
    )  # fmt: skip
    if row.held > amount:
        rest = row.held - amount
        indicators.release(actor, code=row.indicator_code, amount=rest, reference=row.number)
        row.change(held=amount)


def _gate_of(row: CallOff) -> Place:
    return Place(
        project_number=row.framework_number, region=row.region, buyer_path=row.buyer_path,
        agency_id=row.organiser_id if row.organiser_side == Side.AGENCY else None,
        lot_number=row.package_number,
    )  # fmt: skip


def give_back(actor: Actor, row: CallOff) -> None:
    """Give back what an order that came to nothing held."""
    if row.held:
        indicators.release(actor, code=row.indicator_code, amount=row.held, reference=row.number)
        row.change(held=0)


def quotes_of(actor: Actor, row: CallOff) -> list[SecondQuote]:
    """Return the quotes of an order in hand."""
    del actor
    return list(SecondQuote.objects.seen_by(SYSTEM).filter(order=row).order_by("pk"))


def _party(actor: Actor, number: str) -> CallOff:
    row = order_row(actor.viewer, number)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这份订单。")
    with system_access("order in hand"):
        return CallOff.objects.select_for_update().get(pk=row.pk)


def _check_indicator(actor: Actor, code: str) -> None:
    try:
        found = indicator_seen(actor.viewer, code)
    except NotFound:
        found = None
    if not found or found.buyer_id != actor.viewer.organisation:
        raise InvalidInput({"indicator_code": "请选择本单位的预算指标"})


def _next_number(framework: str) -> str:
    """Return the framework's number, D and five digits, never given before."""
    with system_access("order number"):
        rows = CallOff.objects.select_for_update().filter(framework_number=framework)
        last = rows.order_by("-number").values_list("number", flat=True).first()
    given = int(last.rpartition(ORDER_NUMBER)[2]) if last else 0
    return f"{framework}{ORDER_NUMBER}{given + 1:05d}"
