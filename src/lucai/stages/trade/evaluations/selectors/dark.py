"""暗标: while a member judges dark parts there is a code and no name, no price, no file's name."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.evaluations.models import (
    EvaluationSession,
    EvaluationSessionBid,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.selectors.rows import Whole, bids_of
from lucai.stages.trade.evaluations.terms import Criterion, Part

VEILED = frozenset({"checking", "checked", "scoring"})
"""How far a member's sheet is while dark parts are judged without names."""


def is_veiled(session: EvaluationSession, own: ScoreSheet | None) -> bool:
    """Whether dark parts have no names for the member: until the own scores are handed in."""
    return bool(own and session.terms.get("dark")) and own is not None and own.state in VEILED


def own_sheet(viewer: Viewer, rows: Whole) -> ScoreSheet | None:
    """Return the viewer's own sheet, if it is a member's."""
    mine = (s for s in rows.sheets if viewer.person and s.person_id == viewer.person)
    return next(mine, None)


def code_for(bid: EvaluationSessionBid, criterion: Criterion, *, veiled: bool) -> str:
    """Return the code under which a factor of a bid is marked."""
    dark = veiled and Part.DARK.holds(dark=not criterion.is_objective)
    return bid.mask if dark else bid.bid_code


def real_code(rows: Whole, code: str) -> str:
    """Return the bid behind a code of either kind."""
    return next((b.bid_code for b in rows.bids if b.mask and b.mask == code), code)


def in_order(bids: list[EvaluationSessionBid], part: Part) -> list[EvaluationSessionBid]:
    """Return bids as they came; dark parts in the order of their codes, which points to nobody."""
    return sorted(bids, key=lambda bid: bid.mask) if part is Part.DARK else bids


def bid_in_part(
    viewer: Viewer, session: EvaluationSession, own: ScoreSheet, code: str
) -> tuple[EvaluationSessionBid, Part]:
    """Return the bid behind a code and which part of it may be judged under that code.

    Raises:
        NotFound: there is none; the code of a dark part is none once names are known.
    """
    veiled = is_veiled(session, own)
    for bid in bids_of(viewer, session):
        if bid.bid_code == code:
            return bid, Part.OPEN if veiled else Part.WHOLE
        if veiled and bid.mask and bid.mask == code:
            return bid, Part.DARK
    raise NotFound("没有找到这份投标文件。")
