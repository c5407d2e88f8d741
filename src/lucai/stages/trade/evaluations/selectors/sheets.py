"""The evaluation of a lot as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.access.permissions import catalogue
from lucai.stages.trade.bids.selectors import BidSheet, bids_for_panel, opened_bids
from lucai.stages.trade.documents.wording import EVALUATION_METHODS
from lucai.stages.trade.evaluations.lifecycle import (
    COMPLETE,
    CONSOLIDATING,
    ENQUIRY,
    QUALIFY,
    SESSION,
    SHEET,
)
from lucai.stages.trade.evaluations.models import (
    EvaluationSession,
    EvaluationSessionBid,
    LowPriceEnquiry,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.selectors.facts import session_facts, sheet_facts
from lucai.stages.trade.evaluations.selectors.results import ResultLine, results_of
from lucai.stages.trade.evaluations.selectors.rows import (
    LOW_PRICE,
    Whole,
    session_row,
    session_rows,
    whole,
)
from lucai.stages.trade.evaluations.terms import Judging, judging
from lucai.stages.trade.panels.selectors import MemberLine, panel_members

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TRIGGERS = {
    "AVG": "低于平均报价的法定比例",
    "NEXT": "低于次低报价的法定比例",
    "CEIL": "低于最高限价的法定比例",
    "JUDGE": "评标委员会认为报价明显偏低",
}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """The evaluation of a lot as lists show it."""

    project_number: str
    lot_number: int
    title: str
    lot_name: str
    state: str
    state_label: str
    state_since: datetime

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/evaluation/{self.lot_number}/"


@dataclass(frozen=True, slots=True)
class BidLine:
    """A bid under evaluation; ``letter`` names it in dense lists."""

    code: str
    letter: str
    supplier_name: str
    price: int
    small: bool
    domestic: bool
    qualified: bool | None
    compliant: bool | None
    reason: str
    checked: int
    to_check: int
    scored: int

    @property
    def valid(self) -> bool:
        """Whether it has not been declared invalid."""
        return self.qualified is not False and self.compliant is not False


@dataclass(frozen=True, slots=True)
class SeatLine:
    """How far one member is; the name only for those who may know it."""

    place: int
    name: str
    kind_label: str
    is_chair: bool
    state: str
    state_label: str
    silent: bool
    own: bool


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """What a member thinks of an explanation."""

    place: int
    passed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """A request to explain a low price."""

    bid_code: str
    supplier_name: str
    triggers: tuple[str, ...]
    calculation: tuple[str, ...]
    asked_at: datetime
    due_at: datetime
    reply: str
    file_ids: tuple[int, ...]
    replied_at: datetime | None
    state: str
    state_label: str
    verdict_reason: str
    opinions: tuple[OpinionLine, ...]

    @property
    def open(self) -> bool:
        """Whether the panel has not decided yet."""
        return self.state in {"asked", "replied"}


@dataclass(frozen=True, slots=True)
class EvaluationSheet:
    """The evaluation of one lot as far as the viewer may see it."""

    project_number: str
    lot_number: int
    title: str
    lot_name: str
    state: str
    state_label: str
    state_since: datetime
    method_label: str
    scored: bool
    phase: str
    terms: Judging
    ceiling: int
    failed_reason: str
    chair_place: int
    checks_shared: bool
    bids: tuple[BidLine, ...]
    seats: tuple[SeatLine, ...]
    enquiries: tuple[EnquiryLine, ...]
    results: tuple[ResultLine, ...]
    may_qualify: bool
    own: SeatLine | None
    offers: tuple[Offer, ...]
    own_offers: tuple[Offer, ...]
    reported_at: datetime | None
    delivered_at: datetime | None

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/evaluation/{self.lot_number}/"

    def bid(self, code: str) -> BidLine:
        """Return one bid.

        Raises:
            NotFound: there is none.
        """
        for bid in self.bids:
            if bid.code == code:
                return bid
        raise NotFound("没有找到这份投标文件。")


def evaluations_of(viewer: Viewer, project_number: str) -> list[SessionLine]:
    """List the evaluations of a project that the viewer may see, by lot."""
    return [_session_line(row) for row in session_rows(viewer, project_number)]


def my_evaluations(viewer: Viewer, *, limit: int = 100) -> list[SessionLine]:
    """List the lots a member evaluates, newest first."""
    if not viewer.person:
        return []
    rows = ScoreSheet.objects.seen_by(viewer).filter(person_id=viewer.person)
    found = rows.exclude(state="void").select_related("session").order_by("-pk")[:limit]
    return [_session_line(row.session) for row in found]


def evaluation_seen(viewer: Viewer, project_number: str, lot_number: int) -> EvaluationSheet:
    """Return the evaluation of a lot, in the phase's own measure.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    session = session_row(viewer, project_number, lot_number)
    rows, terms = whole(viewer, session), judging(session.terms)
    members = {line.place: line for line in panel_members(viewer, project_number)}
    seats = tuple(_seat(viewer, session, sheet, members) for sheet in rows.sheets)
    own = next((seat for seat in seats if seat.own), None)
    return EvaluationSheet(
        project_number=project_number,
        lot_number=lot_number,
        title=session.title,
        lot_name=session.lot_name,
        state=session.state,
        state_label=SESSION.states[session.state],
        state_since=session.state_since,
        method_label=EVALUATION_METHODS.get(session.evaluation_method, ""),
        scored=bool(terms.criteria),
        phase=phase_of(session.state),
        terms=terms,
        ceiling=session.ceiling,
        failed_reason=session.failed_reason,
        chair_place=session.chair_place,
        checks_shared=session.checks_shared_at is not None,
        bids=tuple(_bid(viewer, rows, terms, bid) for bid in rows.bids),
        seats=seats,
        enquiries=tuple(_enquiry(rows, one) for one in rows.enquiries),
        results=tuple(results_of(viewer, session)),
        may_qualify=viewer.may(QUALIFY.permission) and viewer.side in _sides(QUALIFY.permission),
        own=own,
        offers=_offers(viewer, session, own),
        own_offers=_own_offers(viewer, session, rows),
        reported_at=session.reported_at,
        delivered_at=session.delivered_at,
    )


def bid_contents(viewer: Viewer, sheet: EvaluationSheet) -> dict[str, BidSheet]:
    """Return what was bid, by code: the panel reads it as a panel, the organisers by their right."""
    read = bids_for_panel if sheet.own else opened_bids
    found = read(viewer, sheet.project_number, sheet.lot_number)
    return {bid.code: bid for bid in found}


def phase_of(state: str) -> str:
    """Return the phase of what may be seen: independent, consolidating or complete."""
    if state in COMPLETE:
        return "complete"
    return "consolidating" if state in CONSOLIDATING else "independent"


def _sides(permission: str) -> tuple[Side, ...]:
    known = catalogue().get(permission)
    return known.sides if known else ()


def _offers(viewer: Viewer, session: EvaluationSession, own: SeatLine | None) -> tuple[Offer, ...]:
    """Offer the panel's steps to members only, the organiser's to the organiser."""
    facts = session_facts(viewer, session)
    offers = SESSION.offers(session.state, viewer, facts, clock.now())
    panel_steps = {"finish_compliance", "consolidate"}
    return tuple(o for o in offers if (o.step.name in panel_steps) == (own is not None))


def _own_offers(viewer: Viewer, session: EvaluationSession, rows: Whole) -> tuple[Offer, ...]:
    sheet = next((s for s in rows.sheets if s.person_id == viewer.person), None)
    if not sheet or not viewer.person:
        return ()
    facts = sheet_facts(viewer, session, sheet)
    return tuple(SHEET.offers(sheet.state, viewer, facts, clock.now()))


def _session_line(row: EvaluationSession) -> SessionLine:
    return SessionLine(
        project_number=row.project_number,
        lot_number=row.lot_number,
        title=row.title,
        lot_name=row.lot_name,
        state=row.state,
        state_label=SESSION.states[row.state],
        state_since=row.state_since,
    )


def _seat(
    viewer: Viewer, session: EvaluationSession, sheet: ScoreSheet, members: dict[int, MemberLine]
) -> SeatLine:
    member = members.get(sheet.place)
    return SeatLine(
        place=sheet.place,
        name=member.name if member else "",
        kind_label="评审专家" if sheet.is_expert else "采购人代表",
        is_chair=sheet.place == session.chair_place,
        state=sheet.state,
        state_label="视同同意" if sheet.silent else SHEET.states[sheet.state],
        silent=sheet.silent,
        own=bool(viewer.person) and sheet.person_id == viewer.person,
    )


def _bid(viewer: Viewer, rows: Whole, terms: Judging, bid: EvaluationSessionBid) -> BidLine:
    """Show a bid with how far the viewer's own work on it has come."""
    qualifying = rows.session.state == "qualification"
    own = next((s.pk for s in rows.sheets if s.person_id == viewer.person), None)
    found = rows.qualification if qualifying else [c for c in rows.checks if c.sheet_id == own]
    known = _knows_compliance(viewer, rows.session, is_member=own is not None)
    return BidLine(
        code=bid.bid_code,
        letter=LETTERS[(bid.place - 1) % len(LETTERS)],
        supplier_name=bid.supplier_name,
        price=bid.price,
        small=bid.small,
        domestic=bid.domestic,
        qualified=bid.qualified,
        compliant=bid.compliant if known else None,
        reason=bid.reason if known or bid.qualified is False else "",
        checked=sum(
            f.bid_code == bid.bid_code and f.requirement_number != LOW_PRICE for f in found
        ),
        to_check=len(terms.qualification if qualifying else terms.compliance),
        scored=sum(s.sheet_id == own and s.bid_code == bid.bid_code for s in rows.scores),
    )


def _knows_compliance(viewer: Viewer, session: EvaluationSession, *, is_member: bool) -> bool:
    """The panel knows the majority's result when all have handed in, others with the report."""
    if is_member or viewer.side is Side.SYSTEM:
        return session.checks_shared_at is not None
    seen = {"delivered"} if viewer.side is Side.BUYER else COMPLETE
    return session.state in seen


def _enquiry(rows: Whole, row: LowPriceEnquiry) -> EnquiryLine:
    places = {sheet.pk: sheet.place for sheet in rows.sheets}
    return EnquiryLine(
        bid_code=row.bid_code,
        supplier_name=row.supplier_name,
        triggers=tuple(TRIGGERS[trigger] for trigger in row.triggers),
        calculation=tuple(row.calculation),
        asked_at=row.asked_at,
        due_at=row.due_at,
        reply=row.reply,
        file_ids=tuple(row.file_ids),
        replied_at=row.replied_at,
        state=row.state,
        state_label=ENQUIRY.states[row.state],
        verdict_reason=row.verdict_reason,
        opinions=tuple(
            OpinionLine(places[f.sheet_id], f.passed, f.reason)
            for f in rows.opinions_on(row.bid_code)
        ),
    )
