"""The sealed round of last quotes: what a supplier's browser is given, who verifies."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound, WrongState
from lucai.stages.trade.negotiations.numbering import round_number
from lucai.stages.trade.negotiations.selectors.rows import negotiation_of, offer_row
from lucai.stages.trade.projects.selectors import lot_seen
from lucai.stages.trade.rounds.selectors import Thing, edition_for, round_order


def quoting_order(viewer: Viewer, project_number: str, lot_number: int) -> dict[str, Any]:
    """Return what the supplier's browser needs to seal its last quote; money in 分.

    Raises:
        NotFound: the viewer's organisation takes no part.
        WrongState: last quotes were not called for, or it has left.
    """
    row = offer_row(viewer, project_number, lot_number)
    if row.state not in {"expected", "handed_in"}:
        raise WrongState("现在不能提交最后报价。")
    lot = lot_seen(viewer, project_number, lot_number)
    return round_order(
        viewer, round_number(project_number, lot_number), lot_number,
        title=row.heading, ceiling=lot.ceiling, held=row.held,
        things=[Thing(one.name, one.quantity, one.unit) for one in lot.items],
        door=f"/rooms/{project_number}/negotiation/{lot_number}/offer/",
    )  # fmt: skip


def package_edition(viewer: Viewer, project_number: str, lot_number: int) -> str:
    """Return the edition of the verification package that the viewer may have.

    Who takes part has the one without prices: they are none of a competitor's business.

    Raises:
        NotFound: the quotes are not opened, or the viewer has nothing to do with them.
    """
    row = negotiation_of(SYSTEM, project_number, lot_number)
    if not row or row.opened_at is None:
        raise NotFound("最后报价还没有开启。")
    if viewer.side is Side.SUPPLIER:
        offer_row(viewer, project_number, lot_number)
        return edition_for(viewer)
    if not negotiation_of(viewer, project_number, lot_number):
        raise NotFound("没有找到这一包的谈判。")
    return edition_for(viewer)
