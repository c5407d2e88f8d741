"""Results: the ranking for those who may read the report, a bidder's own line after the notice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.records import read_once
from lucai.stages.trade.evaluations.computing import for_replay, ranking_from, read_inputs
from lucai.stages.trade.evaluations.models import (
    EvaluationReport,
    EvaluationReportBid,
    EvaluationSession,
)
from lucai.stages.trade.evaluations.ranking import Ranking
from lucai.stages.trade.evaluations.selectors.rows import session_row
from lucai.stages.trade.evaluations.terms import points


@dataclass(frozen=True, slots=True)
class FactorLine:
    """What a bid got for one factor, as text: each member's mark and the mean."""

    number: int
    name: str
    points: str
    given: tuple[str, ...]
    mean: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A bid's line in the report; money in 分, points in hundredths and as text."""

    bid_code: str
    supplier_id: int
    supplier_name: str
    price: int
    evaluated_price: int | None
    price_points: str
    factors: tuple[FactorLine, ...]
    total: int | None
    total_text: str
    rank: int | None
    tie: str
    reason: str

    @property
    def valid(self) -> bool:
        """Whether the bid was ranked at all."""
        return self.rank is not None


@dataclass(frozen=True, slots=True)
class Calculation:
    """A report's inputs and every line of its calculation, and whether they still give it.

    ``exported`` are the inputs with what the law of their day fixes, for other programs.
    """

    inputs: dict[str, Any]
    lines: tuple[str, ...]
    sha256: str
    made_at: datetime
    repeated: bool
    ranks: dict[str, int | None]
    exported: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What a bidder may read of the evaluation: its own line, and nobody else's."""

    project_number: str
    lot_number: int
    title: str
    lot_name: str
    scored: bool
    line: ResultLine


def ranking_of(viewer: Viewer, project_number: str, lot_number: int) -> list[ResultLine]:
    """List the bids of a lot as the report ranks them, invalid ones last.

    Raises:
        NotFound: there is no evaluation, or the viewer may not see it.
    """
    session = session_row(viewer, project_number, lot_number)
    return results_of(viewer, session)


@read_once
def results_of(viewer: Viewer, session: EvaluationSession) -> list[ResultLine]:
    """List the result's lines that the viewer may see, for an evaluation in hand."""
    rows = EvaluationReportBid.objects.seen_by(viewer).filter(session_id=session.pk)
    lines = [_line(row) for row in rows.order_by("pk")]
    return sorted(lines, key=lambda line: (line.rank is None, line.rank or 0))


def valid_bids(viewer: Viewer, project_number: str) -> dict[int, int]:
    """Count the bids that a report ranks, by lot, in one question."""
    rows = EvaluationReportBid.objects.seen_by(viewer).filter(
        session__project_number=project_number, rank__isnull=False
    )
    return dict(Counter(rows.values_list("session__lot_number", flat=True)))


def own_result(viewer: Viewer, project_number: str, lot_number: int) -> OwnResult:
    """Return a bidder's own result, once the result of the lot is announced.

    Raises:
        NotFound: not announced yet, or the viewer did not bid.
    """
    rows = EvaluationReportBid.objects.seen_by(viewer).filter(
        session__project_number=project_number, session__lot_number=lot_number
    )
    row = rows.select_related("session").first()
    if viewer.side is not Side.SUPPLIER or not row:
        raise NotFound("还没有您的评审结果。")
    return _own(row)


def own_results(viewer: Viewer, project_number: str) -> list[OwnResult]:
    """List a bidder's own results in a project, by lot."""
    if viewer.side is not Side.SUPPLIER:
        return []
    rows = EvaluationReportBid.objects.seen_by(viewer).filter(
        session__project_number=project_number
    )
    return [_own(row) for row in rows.select_related("session").order_by("session__lot_number")]


def calculation_of(viewer: Viewer, project_number: str, lot_number: int) -> Calculation:
    """Return a report's calculation, repeated on the spot.

    Raises:
        NotFound: there is no report, or the viewer may not see it.
    """
    session = session_row(viewer, project_number, lot_number)
    row = EvaluationReport.objects.seen_by(viewer).filter(session_id=session.pk).first()
    if not row:
        raise NotFound("还没有汇总结果，或者目前不能查看。")
    again = ranking_from(read_inputs(row.inputs))
    kept = {line.bid_code: (line.total, line.rank) for line in results_of(viewer, session)}
    return Calculation(
        inputs=row.inputs,
        exported=for_replay(row.inputs),
        lines=tuple(row.calculation),
        sha256=row.sha256,
        made_at=row.made_at,
        ranks={bid["bidder"]: kept[bid["bidder"]][1] for bid in row.inputs["offers"]},
        repeated=_agrees(again, kept) and list(again.calculation) == row.calculation,
    )


def _agrees(again: Ranking, kept: dict[str, tuple[int | None, int | None]]) -> bool:
    return all(
        kept.get(bid.code) == (None if bid.total is None else int(bid.total * 100), bid.rank)
        for bid in again.bids
    )


def _own(row: EvaluationReportBid) -> OwnResult:
    session = row.session
    return OwnResult(
        project_number=session.project_number,
        lot_number=session.lot_number,
        title=session.title,
        lot_name=session.lot_name,
        scored=bool(session.terms["criteria"]),
        line=_line(row, own=True),
    )


def _line(row: EvaluationReportBid, *, own: bool = False) -> ResultLine:
    """Show a line; a bidder reads its means, never what each member gave."""
    return ResultLine(
        bid_code=row.bid_code,
        supplier_id=row.supplier_id,
        supplier_name=row.supplier_name,
        price=row.price,
        evaluated_price=row.evaluated_price,
        price_points=_points(row.price_points),
        factors=tuple(_factor(factor, own=own) for factor in row.factors),
        total=row.total,
        total_text=_points(row.total),
        rank=row.rank,
        tie=row.tie,
        reason=row.reason,
    )


def _factor(factor: dict[str, Any], *, own: bool) -> FactorLine:
    return FactorLine(
        number=factor["number"],
        name=factor["name"],
        points=points(factor["weight"]),
        given=() if own else tuple(_points(mark) for mark in factor["given"]),
        mean=_points(factor["mean"]),
    )


def _points(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"
