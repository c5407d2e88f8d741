"""What is handed in and signed: the organiser's findings on qualification, a member's own marks."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.evaluations.selectors.dark import code_for, is_veiled, own_sheet
from lucai.stages.trade.evaluations.selectors.sheets import sheet_with_rows
from lucai.stages.trade.evaluations.terms import points


@dataclass(frozen=True, slots=True, order=True)
class FoundLine:
    """Whether a bidder meets one requirement."""

    bid_code: str
    number: str
    supplier_name: str
    passed: bool
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class MarkLine:
    """One mark; ``code`` and ``heading`` name nobody where a part is judged without names."""

    code: str
    number: int
    heading: str
    factor: str
    points: str
    band: str
    figure: str
    reason: str


def qualification_found(viewer: Viewer, project_number: str, lot_number: int) -> list[FoundLine]:
    """List what the organiser found of every bidder."""
    _, rows = sheet_with_rows(viewer, project_number, lot_number)
    return sorted(
        FoundLine(
            one.bid_code,
            one.requirement_number,
            rows.name_of(one.bid_code),
            one.passed,
            one.reason,
        )
        for one in rows.qualification
    )


def own_marks(viewer: Viewer, project_number: str, lot_number: int) -> list[MarkLine]:
    """List the member's own marks.

    Raises:
        NotFound: the viewer is no member.
    """
    sheet, rows = sheet_with_rows(viewer, project_number, lot_number)
    own = own_sheet(viewer, rows)
    if own is None:
        raise NotFound("您不是这次评审的成员。")
    veiled = is_veiled(rows.session, own)
    factors = {one.number: one for one in sheet.terms.criteria}
    bids = {one.bid_code: one for one in rows.bids}
    found = []
    for one in (score for score in rows.scores if score.sheet_id == own.pk):
        bid, factor = bids[one.bid_code], factors[one.criterion_number]
        code = code_for(bid, factor, veiled=veiled)
        heading = bid.supplier_name if code == bid.bid_code else f"暗标 {code}"
        marked = (factor.name, points(one.points), one.band, one.figure, one.reason)
        found.append(MarkLine(code, factor.number, heading, *marked))
    return sorted(found)
