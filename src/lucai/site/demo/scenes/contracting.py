"""From the announced result to the filed contract."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.site.demo.plots import Deal, Mishap, Tale
from lucai.site.demo.scenes import beside, lending, rating
from lucai.site.demo.scenes.paying import PLAN
from lucai.site.demo.scenes.performing import rounds_of
from lucai.site.demo.scenes.refunding import refund_bonds
from lucai.site.demo.scenes.thanking import pay_experts
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.schemas import ContractIn, ReasonIn
from lucai.stages.contract.contracts.selectors import contract_card, contract_seen

WARRANTY_MONTHS = 36
NEGOTIATED = "370000-00"
"""The past story whose contract both sides talked over."""


def sign_contracts(tale: Tale) -> Scene:
    """Draft a contract a lot, agree on the text, sign it on both sides."""
    yield Cue(after(clock.now(), workdays=2), "contract.draft")
    refund_bonds(tale)
    for lot in tale.lots:
        number = contracts.draft_contract(tale.clerk, project_number=tale.project, lot_number=lot)
        card = contract_card(tale.clerk.viewer, number)
        winner = tale.cast.actor(tale.cast.firms[card.supplier_id])
        tale.deals.append(Deal(lot, number, winner))
    yield Cue(after(clock.now(), workdays=1), "contract.propose")
    rating.give_activity(tale)
    for deal in tale.deals:
        contracts.edit_contract(tale.clerk, number=deal.number, contract=_terms(tale, deal))
        beside.explain_change(tale, deal)
        contracts.propose(tale.clerk, number=deal.number)
    if tale.goes_wrong(Mishap.POINT_RAISED) or tale.story.key == NEGOTIATED:
        yield from beside.negotiate(tale)
    if tale.goes_wrong(Mishap.CONTRACT_SENT_BACK):
        yield from _send_back(tale)
    sides = ("supplier", "buyer") if tale.story.buyer % 2 == 0 else ("buyer", "supplier")
    for turn, side in zip(("first", "last"), sides, strict=True):
        yield Cue(after(clock.now(), workdays=1), f"contract.sign_{turn}")
        for deal in tale.deals:
            _sign(deal.supplier if side == "supplier" else tale.head, deal)
    beside.ask_for_bonds(tale)
    return True


def file_contracts(tale: Tale) -> Scene:
    """Publish the contracts, file them, receive the receipt."""
    yield Cue(after(clock.now(), workdays=1), "contract.publish")
    refund_bonds(tale)
    pay_experts(tale)
    beside.hand_in_bonds(tale)
    for deal in tale.deals:
        beside.mark_secrets(tale, deal)
        contracts.publish(tale.clerk, number=deal.number)
    yield Cue(after(clock.now(), workdays=1), "contract.file")
    for deal in tale.deals:
        contracts.take(tale.clerk, number=deal.number, step="file")
    lending.borrow(tale)
    yield Cue(after(clock.now(), workdays=1), "contract.acknowledge")
    for deal in tale.deals:
        contracts.acknowledge_filing(tale.finance, number=deal.number)
    beside.lay_out(tale, quarters=rounds_of(tale) > 1)
    yield from beside.change(tale)
    return True


def _send_back(tale: Tale) -> Scene:
    deal = tale.deals[0]
    yield Cue(after(clock.now(), workdays=1), "contract.send_back")
    reason = ReasonIn(reason="交付地点与招标文件不一致，请核对后修改")
    contracts.send_back(deal.supplier, number=deal.number, reason=reason)
    yield Cue(after(clock.now(), workdays=1), "contract.propose_again")
    contracts.edit_contract(tale.clerk, number=deal.number, contract=_terms(tale, deal))
    beside.explain_change(tale, deal)
    contracts.propose(tale.clerk, number=deal.number)
    return True


def _sign(actor: Actor, deal: Deal) -> None:
    shown = contract_seen(actor.viewer, deal.number)
    contracts.sign(actor, number=deal.number, sm3=shown.sm3)


def _terms(tale: Tale, deal: Deal) -> ContractIn:
    card = contract_card(tale.clerk.viewer, deal.number)
    bond = beside.bond_of(tale, card.amount)
    terms = ContractIn(
        title=card.title,
        delivery_place=f"{tale.clerk.viewer.organisation_name}指定地点",
        acceptance_days=card.acceptance_days,
        acceptance_plan="成立三人验收小组，按照合同逐项清点、检查、试用，逐项记录结果并签字；履约期间派专人监督。",
        payment_days=card.payment_days,
        quality="质量保证期内接到通知后四小时内响应，二十四小时内到场，免费维修或者更换。",
        warranty_months=WARRANTY_MONTHS,
        performance_security=bond or None,
        requirements=beside.reworded(tale, deal),
        breach="逾期交付的，每逾期一日按逾期部分价款的万分之五支付违约金。",
    )
    return terms.model_copy(update=PLAN) if tale.goes_wrong(Mishap.PAYMENT_IN_PARTS) else terms
