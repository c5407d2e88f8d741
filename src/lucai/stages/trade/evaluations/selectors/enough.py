"""Whether enough suppliers are left at a step of an evaluation, as its method counts."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.law.method_rules import SupplierCount, enough_suppliers
from lucai.law.parameters import parameter
from lucai.law.support_rules import SmallFirmFacts, reserved_lot_has_enough_small_firms
from lucai.law.verdicts import Verdict
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.evaluations.models import EvaluationSession, EvaluationSessionBid
from lucai.stages.trade.evaluations.selectors.rows import bids_of
from lucai.stages.trade.evaluations.terms import judging


def enough_left(session: EvaluationSession, step: str, count: int) -> Verdict:
    """Judge whether the suppliers left at a step are as many as the method asks.

    Of a lot that is reserved, enough of them have to be small or medium firms (GP-SME-05).
    """
    two = judging(session.terms).two_suppliers
    facts = SupplierCount(method=session.method, step=step, count=count, two_suppliers=two)
    verdict = enough_suppliers(facts, clock.now())
    # Where the method goes on with fewer than three, three small ones cannot be asked for.
    if not verdict.holds or not session.terms.get("smeReserved") or count < _least_small():
        return verdict
    out = {bid.bid_code for bid in bids_of(SYSTEM, session) if False in _found(bid)}
    bids = opened_bids(SYSTEM, session.project_number, session.lot_number)
    small = sum(1 for bid in bids if bid.code not in out and bid.sme)
    reserved = SmallFirmFacts(reserved=True, qualified_small=small)
    return reserved_lot_has_enough_small_firms(reserved, clock.now())


def _least_small() -> int:
    """Return how many small firms a reserved lot needs."""
    return int(parameter("GP-SME-05", "suppliers", on=clock.today()).value)


def _found(bid: EvaluationSessionBid) -> tuple[bool | None, bool | None]:
    return bid.qualified, bid.compliant
