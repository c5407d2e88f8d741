"""Whether enough suppliers are left at a step of an evaluation, as its method counts."""

from __future__ import annotations

from typing import Protocol

from lucai.kernel import clock
from lucai.law.method_rules import SupplierCount, enough_suppliers
from lucai.law.verdicts import Verdict
from lucai.stages.trade.evaluations.terms import judging


class Judged(Protocol):
    """An evaluation as far as the counting needs it."""

    method: str
    terms: dict[str, object]


def enough_left(session: Judged, step: str, count: int) -> Verdict:
    """Judge whether the suppliers left at a step are as many as the method asks."""
    two = judging(session.terms).two_suppliers
    facts = SupplierCount(method=session.method, step=step, count=count, two_suppliers=two)
    return enough_suppliers(facts, clock.now())
