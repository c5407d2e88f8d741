"""Bids side by side: what each answers to every requirement, for one factor of the scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.bids.selectors import BidSheet
from lucai.stages.trade.bids.selectors.opened import ResponseLine
from lucai.stages.trade.evaluations.citing import Cited, cited
from lucai.stages.trade.evaluations.ranking import SUBJECTIVE
from lucai.stages.trade.evaluations.selectors.dark import real_code
from lucai.stages.trade.evaluations.selectors.shapes import BidLine, EvaluationSheet
from lucai.stages.trade.evaluations.selectors.sheets import bid_contents, sheet_with_rows
from lucai.stages.trade.evaluations.terms import Criterion, points

MOST = 4
"""How many bids fit beside each other on a small screen."""


@dataclass(frozen=True, slots=True)
class Column:
    """One bid, with the member's own mark for the factor (empty: none yet)."""

    bid: BidLine
    content: BidSheet
    given: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement with every bid's answer and the page it cites."""

    number: str
    requirement: str
    substantive: bool
    answers: tuple[tuple[ResponseLine | None, Cited | None], ...]


@dataclass(frozen=True, slots=True)
class CompareDesk:
    """Bids side by side for one factor."""

    sheet: EvaluationSheet
    criterion: Criterion
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    choices: tuple[BidLine, ...]

    @property
    def chosen(self) -> frozenset[str]:
        """The codes of the bids that are shown."""
        return frozenset(column.bid.code for column in self.columns)


def compare_desk(
    viewer: Viewer, project_number: str, lot_number: int, number: int, codes: Sequence[str]
) -> CompareDesk:
    """Return up to four bids side by side: those asked for, else the first.

    Raises:
        NotFound: no such factor, or the viewer is no member.
    """
    sheet, rows = sheet_with_rows(viewer, project_number, lot_number)
    criterion = next((c for c in sheet.terms.criteria if c.number == number), None)
    if not sheet.own or criterion is None:
        raise NotFound("没有这个评审因素，或者您不是这一包的评审委员会成员。")
    dark = criterion.kind == SUBJECTIVE and bool(sheet.dark_bids)
    among = sheet.dark_bids if dark else sheet.bids
    choices = tuple(bid for bid in among if bid.valid and bid.compliant)
    wanted = [bid for bid in choices if bid.code in set(codes)] or list(choices)
    contents = bid_contents(viewer, sheet, rows)
    own = next(s.pk for s in rows.sheets if s.place == sheet.own.place)
    marks = {
        s.bid_code: s for s in rows.scores if (s.sheet_id, s.criterion_number) == (own, number)
    }
    given = [(bid, marks.get(real_code(rows, bid.code))) for bid in wanted[:MOST]]
    columns = tuple(
        Column(
            bid,
            contents[bid.code],
            points(mark.points) if mark else "",
            mark.reason if mark else "",
        )
        for bid, mark in given
    )
    return CompareDesk(sheet, criterion, columns, _rows(columns), choices)


def _rows(columns: Sequence[Column]) -> tuple[Row, ...]:
    asked = {r.number: r for column in columns for r in column.content.responses}
    return tuple(
        Row(number, one.requirement, one.substantive, tuple(_answer(c, number) for c in columns))
        for number, one in asked.items()
    )


def _answer(column: Column, number: str) -> tuple[ResponseLine | None, Cited | None]:
    given = next((r for r in column.content.responses if r.number == number), None)
    return given, cited(given.evidence, column.content.files, given.kind) if given else None
