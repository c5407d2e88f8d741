"""What several acts on orders share: the row in hand, the gate, the money given back."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken
from lucai.kernel.lifecycle import judge
from lucai.law.verdicts import Rule
from lucai.platform.access.selectors import organisation
from lucai.platform.records import system_access
from lucai.registers.exclusions.gates import Gate
from lucai.registers.exclusions.services import Place, Subject, freeze
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.mall.models import MallOrder
from lucai.stages.contract.mall.selectors import mall_order_row
from lucai.stages.trade.projects.standing import demand_not_barred


def party(actor: Actor, number: str) -> MallOrder:
    """Return an order of the actor's own organisation, locked.

    Raises:
        NotFound: there is none, or another organisation's.
    """
    row = mall_order_row(actor.viewer, number)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这份商城订单。")
    with system_access("order in hand"):
        return MallOrder.objects.select_for_update().get(pk=row.pk)


def ask_at_gate(actor: Actor, gate: Gate, row: MallOrder) -> str:
    """Ask whether the supplier is barred, freeze the answer, return its digest (GP-QUA-02, GP-QUA-05).

    Raises:
        RuleBroken: the supplier is barred from procurement.
    """
    firm = organisation(SYSTEM, row.supplier_id)
    where = Place(
        project_number=row.number, region=row.region, buyer_path=row.buyer_path, agency_id=0
    )
    answer = freeze(actor, gate, [Subject(firm.uscc, firm.name, firm.pk)], where)[firm.uscc]
    demand_not_barred(answer.banned_until)
    return answer.sm3


def own_indicator(actor: Actor, code: str) -> int:
    """Return the budget year of an indicator of the buyer.

    Raises:
        InvalidInput: it is not the buyer's (message at ``indicator_code``).
    """
    try:
        found = indicator_seen(actor.viewer, code)
    except NotFound:
        found = None
    if not found or found.buyer_id != actor.viewer.organisation:
        raise InvalidInput({"indicator_code": "请选择本单位的预算指标"})
    return found.fiscal_year


def give_back(actor: Actor, row: MallOrder) -> None:
    """Give back what an order that came to nothing held."""
    if row.held:
        indicators.release(actor, code=row.indicator_code, amount=row.held, reference=row.number)
        row.change(held=0)


def demand_rules(actor: Actor, rules: Sequence[Rule], facts: object) -> None:
    """Refuse what a blocking rule closes.

    Raises:
        RuleBroken: with every rule that closes it.
    """
    del actor
    if broken := tuple(v for v in judge(tuple(rules), facts, clock.now()) if v.blocks):
        raise RuleBroken(broken)
