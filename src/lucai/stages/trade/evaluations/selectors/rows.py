"""Rows of evaluations, for services and for the other selectors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.records import read_once
from lucai.stages.trade.evaluations.models import (
    ComplianceFinding,
    EvaluationSession,
    EvaluationSessionBid,
    LowPriceEnquiry,
    QualificationFinding,
    Score,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.sealing import open_marks

R = TypeVar("R", Score, ComplianceFinding)

LOW_PRICE = "LOW"
"""The number under which members' opinions on an explained price stand among their findings."""


@read_once
def session_row(viewer: Viewer, project_number: str, lot_number: int) -> EvaluationSession:
    """Return the evaluation of a lot.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = EvaluationSession.objects.seen_by(viewer)
    row = rows.filter(project_number=project_number, lot_number=lot_number).first()
    if not row:
        raise NotFound("没有找到这一包的评审。")
    return row


@read_once
def session_rows(viewer: Viewer, project_number: str) -> list[EvaluationSession]:
    """Return the evaluations of a project that the viewer may see, by lot."""
    rows = EvaluationSession.objects.seen_by(viewer).filter(project_number=project_number)
    return list(rows.order_by("lot_number"))


@read_once
def bids_of(viewer: Viewer, session: EvaluationSession) -> list[EvaluationSessionBid]:
    """Return the bids under evaluation, in the order of submission."""
    rows = EvaluationSessionBid.objects.seen_by(viewer).filter(session_id=session.pk)
    return list(rows.order_by("place"))


def bid_of(viewer: Viewer, session: EvaluationSession, bid_code: str) -> EvaluationSessionBid:
    """Return one bid under evaluation.

    Raises:
        NotFound: there is none.
    """
    rows = EvaluationSessionBid.objects.seen_by(viewer).filter(session_id=session.pk)
    row = rows.filter(bid_code=bid_code).first()
    if not row:
        raise NotFound("没有找到这份投标文件。")
    return row


def bid_behind(viewer: Viewer, session: EvaluationSession, code: str) -> EvaluationSessionBid:
    """Return the bid of a code of either kind: its own, or that of its dark part.

    Raises:
        NotFound: there is none.
    """
    rows = EvaluationSessionBid.objects.seen_by(viewer).filter(session_id=session.pk)
    row = rows.filter(Q(bid_code=code) | Q(mask=code)).first()
    if not row:
        raise NotFound("没有找到这份投标文件。")
    return row


def sheets_of(viewer: Viewer, session: EvaluationSession) -> list[ScoreSheet]:
    """Return the sheets that count, by place."""
    rows = ScoreSheet.objects.seen_by(viewer).filter(session_id=session.pk)
    return list(rows.exclude(state="void").order_by("place"))


def qualification_of(viewer: Viewer, session: EvaluationSession) -> list[QualificationFinding]:
    """Return the organiser's findings the viewer may see."""
    return list(QualificationFinding.objects.seen_by(viewer).filter(session_id=session.pk))


def checks_of(
    viewer: Viewer, session: EvaluationSession, sheets: Iterable[ScoreSheet]
) -> list[ComplianceFinding]:
    """Return the findings on these sheets that the viewer may see."""
    rows = ComplianceFinding.objects.seen_by(viewer).filter(session_id=session.pk)
    return list(rows.filter(sheet_id__in=[sheet.pk for sheet in sheets]))


def scores_of(
    viewer: Viewer, session: EvaluationSession, sheets: Iterable[ScoreSheet]
) -> list[Score]:
    """Return the scores on these sheets that the viewer may see; under seal the own alone open."""
    places = {sheet.pk: sheet.person_id for sheet in sheets}
    rows = Score.objects.seen_by(viewer).filter(session_id=session.pk, sheet_id__in=places)
    found = list(rows)
    open_marks(row for row in found if viewer.person and places[row.sheet_id] == viewer.person)
    return found


def enquiries_of(viewer: Viewer, session: EvaluationSession) -> list[LowPriceEnquiry]:
    """Return the requests to explain a low price that the viewer may see."""
    rows = LowPriceEnquiry.objects.seen_by(viewer).filter(session_id=session.pk)
    return list(rows.order_by("pk"))


def was_asked_about_price(
    viewer: Viewer, project_number: str, lot_number: int, supplier_id: int
) -> bool:
    """Whether a bidder of a lot had to explain a low price (GP-LOW-11: its contract is watched)."""
    rows = LowPriceEnquiry.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number, supplier_id=supplier_id
    )
    return bool(rows.exists())


def enquiry_row(viewer: Viewer, project_number: str, lot_number: int) -> LowPriceEnquiry:
    """Return the request that was put to the viewer's own organisation.

    Raises:
        NotFound: nothing was asked of it.
    """
    rows = LowPriceEnquiry.objects.seen_by(viewer).filter(project_number=project_number)
    row = rows.filter(lot_number=lot_number, supplier_id=viewer.organisation).first()
    if not row:
        raise NotFound("没有需要您说明的报价。")
    return row


@dataclass(frozen=True)
class Whole:
    """Every row of an evaluation that the viewer may see; void sheets are left out.

    Sixty bids by forty factors and seven members are 16,800 scores: who asks bid by bid asks the
    shelves, not the whole heap.
    """

    session: EvaluationSession
    bids: list[EvaluationSessionBid]
    sheets: list[ScoreSheet]
    qualification: list[QualificationFinding]
    checks: list[ComplianceFinding]
    scores: list[Score]
    enquiries: list[LowPriceEnquiry]

    @property
    def qualified(self) -> list[EvaluationSessionBid]:
        """The bids whose bidders are qualified."""
        return [bid for bid in self.bids if bid.qualified]

    @property
    def valid(self) -> list[EvaluationSessionBid]:
        """The bids that are scored and ranked."""
        return [bid for bid in self.bids if bid.qualified and bid.compliant]

    @cached_property
    def _score_shelves(self) -> dict[str, list[Score]]:
        return _shelved(self.scores)

    @cached_property
    def _check_shelves(self) -> dict[str, list[ComplianceFinding]]:
        return _shelved(self.checks)

    def scores_on(self, bid_code: str) -> list[Score]:
        """Return the scores of one bid."""
        return self._score_shelves.get(bid_code, [])

    def checks_on(self, bid_code: str) -> list[ComplianceFinding]:
        """Return the members' findings on one bid."""
        return self._check_shelves.get(bid_code, [])

    def opinions_on(self, bid_code: str) -> list[ComplianceFinding]:
        """Return the members' opinions on an explained price."""
        found = self.checks_on(bid_code)
        return [finding for finding in found if finding.requirement_number == LOW_PRICE]

    def name_of(self, bid_code: str) -> str:
        """Return the bidder behind a code."""
        return next((bid.supplier_name for bid in self.bids if bid.bid_code == bid_code), bid_code)


def _shelved(rows: Iterable[R]) -> dict[str, list[R]]:
    shelves: dict[str, list[R]] = {}
    for row in rows:
        shelves.setdefault(row.bid_code, []).append(row)
    return shelves


@read_once
def whole(viewer: Viewer, session: EvaluationSession) -> Whole:
    """Gather an evaluation; the system sees all of it, for the rules that judge it as a whole."""
    sheets = sheets_of(viewer, session)
    return Whole(
        session=session,
        bids=bids_of(viewer, session),
        sheets=sheets,
        qualification=qualification_of(viewer, session),
        checks=checks_of(viewer, session, sheets),
        scores=scores_of(viewer, session, sheets),
        enquiries=enquiries_of(viewer, session),
    )
