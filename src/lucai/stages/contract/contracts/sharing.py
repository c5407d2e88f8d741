"""What each unit that buys jointly has of an award: its own things, its own money, to the fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.bids.selectors import BidSheet
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard
from lucai.stages.trade.projects.selectors.joint import UnitLine, units_joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One unit's part of a lot: whose it is, and where its things stand in the lot; money in 分.

    ``unit`` is None for the lead.
    """

    buyer_id: int
    unit: UnitLine | None
    budget: int
    ceiling: int
    amount: int
    places: tuple[int, ...]


def shared(total: int, parts: Mapping[int, int]) -> dict[int, int]:
    """Split a sum by parts; the shares add up to the sum exactly.

    Where the parts are the sum already each has its own; otherwise each has its proportion,
    and the fen left over go to the largest remainders, in order.
    """
    whole = sum(parts.values())
    if whole == total:
        return dict(parts)
    shares = {key: total * part // whole for key, part in parts.items()}
    left = total - sum(shares.values())
    by_rest = sorted(parts, key=lambda key: -(total * parts[key] % whole))
    for key in by_rest[:left]:
        shares[key] += 1
    return shares


def share_of(
    buyer_id: int, project: ProjectCard, lot: LotCard, bid: BidSheet, total: int
) -> Share | None:
    """Return a buyer's part of what a bid won; None where one unit buys alone.

    Raises:
        NotFound: the buyer has no part in the lot.
    """
    units = {unit.buyer_id: unit for unit in units_joined(project.number, lot.number)}
    if not units:
        return None
    if buyer_id != project.buyer_id and buyer_id not in units:
        raise NotFound("本单位没有参加这一包的联合采购。")
    budgets = _split(
        lot.budget, {key: unit.amount for key, unit in units.items()}, project.buyer_id
    )
    ceilings = _split(
        lot.ceiling, {key: unit.ceiling for key, unit in units.items()}, project.buyer_id
    )
    priced = _priced(lot, [offer.amount or 0 for offer in bid.items])
    parts = shared(total, priced if sum(priced.values()) else budgets)
    return Share(
        buyer_id=buyer_id,
        unit=units.get(buyer_id),
        budget=budgets[buyer_id],
        ceiling=ceilings[buyer_id],
        amount=parts[buyer_id],
        places=tuple(n for n, item in enumerate(lot.items) if item.unit_id == buyer_id),
    )


def waiting_units(viewer: Viewer, project_number: str) -> list[UnitLine]:
    """List the viewer's own parts of a joint procurement that wait for their contract."""
    if viewer.side is not Side.BUYER:
        return []
    units = units_joined(project_number)
    return [u for u in units if u.state == "awarded" and u.buyer_id == viewer.organisation]


def eyes(viewer: Viewer, project_number: str) -> Viewer:
    """Return who reads tender and bid for a contract: a unit that has joined reads what binds it."""
    if viewer.side is Side.BUYER and units_joined(project_number):
        return SYSTEM
    return viewer


def _split(whole: int, parts: Mapping[int, int], lead: int) -> dict[int, int]:
    return {lead: whole - sum(parts.values()), **parts}


def _priced(lot: LotCard, amounts: Sequence[int]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for item, amount in zip(lot.items, amounts, strict=True):
        if item.unit_id:
            sums[item.unit_id] = sums.get(item.unit_id, 0) + amount
    return sums
