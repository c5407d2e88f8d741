"""The evaluation of a lot as its pages show it."""

from __future__ import annotations

from dataclasses import replace

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.methods import method
from lucai.platform.access.permissions import catalogue
from lucai.platform.files.selectors import FileCard
from lucai.platform.lives.offers import offers_of
from lucai.stages.trade.bids.selectors import (
    BidSheet,
    bids_for_panel,
    opened_bids,
    panel_file,
)
from lucai.stages.trade.documents.wording import EVALUATION_METHODS
from lucai.stages.trade.evaluations.lifecycle import (
    COMPLETE,
    CONSOLIDATING,
    ENQUIRY,
    QUALIFY,
    SESSION,
    SHEET,
    UNVEILED,
)
from lucai.stages.trade.evaluations.models import (
    EvaluationSession,
    EvaluationSessionBid,
    LowPriceEnquiry,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.selectors.dark import (
    VEILED,
    code_for,
    in_order,
    is_veiled,
    own_sheet,
    real_code,
)
from lucai.stages.trade.evaluations.selectors.facts import session_facts, sheet_facts
from lucai.stages.trade.evaluations.selectors.results import results_of
from lucai.stages.trade.evaluations.selectors.rows import (
    Whole,
    enquiry_row,
    session_row,
    session_rows,
    whole,
)
from lucai.stages.trade.evaluations.selectors.shapes import (
    BidLine,
    EnquiryLine,
    EvaluationSheet,
    ExplanationDesk,
    OpinionLine,
    SeatLine,
    SessionLine,
)
from lucai.stages.trade.evaluations.terms import Judging, Part, judging
from lucai.stages.trade.evaluations.veil import contents_for, file_behind, masked
from lucai.stages.trade.panels.selectors import MemberLine, panel_members

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PANEL_STEPS = frozenset({"finish_compliance", "consolidate"})
TRIGGERS = {
    "AVG": "低于平均报价的法定比例",
    "NEXT": "低于次低报价的法定比例",
    "CEIL": "低于最高限价的法定比例",
    "JUDGE": "评标委员会认为报价明显偏低",
}


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
    return sheet_with_rows(viewer, project_number, lot_number)[0]


def sheet_with_rows(
    viewer: Viewer, project_number: str, lot_number: int
) -> tuple[EvaluationSheet, Whole]:
    """Return the evaluation with the rows behind it, for the desks built on it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    session = session_row(viewer, project_number, lot_number)
    rows, terms = whole(viewer, session), judging(session.terms)
    veiled = is_veiled(session, own_sheet(viewer, rows))
    members = {line.place: line for line in panel_members(viewer, project_number)}
    seats = tuple(_seat(viewer, session, sheet, members) for sheet in rows.sheets)
    own = next((seat for seat in seats if seat.own), None)
    offers, own_offers = _all_offers(viewer, session, rows, own)
    sheet = EvaluationSheet(
        **{name: getattr(session, name) for name in _SHARED},
        state_label=session.say(SESSION.states[session.state]),
        method=session.method,
        method_label=session.say(EVALUATION_METHODS.get(session.evaluation_method, "")),
        scored=bool(terms.criteria),
        negotiates=method(session.method).negotiates,
        phase=phase_of(session.state),
        terms=terms,
        checks_shared=session.checks_shared_at is not None,
        bids=tuple(
            _bid(viewer, rows, terms, bid, Part.OPEN if veiled else Part.WHOLE) for bid in rows.bids
        ),
        dark_bids=_dark_bids(viewer, rows, terms) if veiled else (),
        seats=seats,
        enquiries=tuple(_enquiry(rows, one) for one in rows.enquiries),
        results=tuple(results_of(viewer, session)),
        may_qualify=viewer.may(QUALIFY.permission) and viewer.side in _sides(QUALIFY.permission),
        own=own,
        next_score=_next_score(viewer, rows, terms),
        offers=offers,
        own_offers=own_offers,
    )
    return sheet, rows


def enquiry_asked(viewer: Viewer, project_number: str, lot_number: int) -> ExplanationDesk:
    """Return what the viewer's own organisation is asked to explain.

    What the panel made of it stays secret until the result (87 art 66).

    Raises:
        NotFound: nothing was asked of it.
    """
    row = enquiry_row(viewer, project_number, lot_number)
    line = _enquiry_line(row)
    if not line.open:
        line = replace(line, state_label="说明期已结束，认定结果随评审结果告知", verdict_reason="")
    return ExplanationDesk(project_number, lot_number, row.title, line)


def bid_contents(viewer: Viewer, sheet: EvaluationSheet, rows: Whole) -> dict[str, BidSheet]:
    """Return what was bid, by code: the panel reads it as a panel, the organisers by their right."""
    read = bids_for_panel if sheet.own else opened_bids
    found = read(viewer, sheet.project_number, sheet.lot_number)
    masks = {bid.bid_code: bid.mask for bid in rows.bids}
    return contents_for(found, masks, veiled=is_veiled(rows.session, own_sheet(viewer, rows)))


def bid_paper(
    viewer: Viewer, project_number: str, lot_number: int, code: str, file_id: int
) -> FileCard:
    """Return a file of a bid for a member; of a dark part by its place, under a name that says nothing.

    Raises:
        NotFound: no such file in what is judged under this code, or the viewer is no member.
    """
    sheet, rows = sheet_with_rows(viewer, project_number, lot_number)
    line = sheet.bid(code)
    file = next(
        (f for f in bid_contents(viewer, sheet, rows)[code].files if f.file_id == file_id), None
    )
    if not sheet.own or not file:
        raise NotFound("没有找到这个文件。")
    if not line.dark:
        return panel_file(viewer, project_number, code, file_id)
    found = bids_for_panel(viewer, project_number, lot_number)
    content = next(bid for bid in found if bid.code == real_code(rows, code))
    behind = file_behind(content, file_id)
    card = panel_file(viewer, project_number, content.code, behind.file_id)
    return replace(card, name=file.name)


def phase_of(state: str) -> str:
    """Return the phase of what may be seen: independent, consolidating or complete."""
    if state in COMPLETE:
        return "complete"
    return "consolidating" if state in CONSOLIDATING else "independent"


def _sides(permission: str) -> tuple[Side, ...]:
    known = catalogue().get(permission)
    return known.sides if known else ()


def _all_offers(
    viewer: Viewer, session: EvaluationSession, rows: Whole, own: SeatLine | None
) -> tuple[tuple[Offer, ...], tuple[Offer, ...]]:
    """Offer the panel's steps to members only, the organiser's to the organiser."""
    number, lot = session.project_number, session.lot_number
    kept: tuple[Offer, ...] = ()
    if _takes_part(viewer, session.state, is_member=own is not None):
        facts = session_facts(viewer, session)
        offers = offers_of(
            viewer, SESSION, session.state, facts, project_number=number, lot_number=lot
        )
        kept = tuple(o for o in offers if (o.step.name in PANEL_STEPS) == (own is not None))
    sheet = own_sheet(viewer, rows)
    if own is None or sheet is None:
        return kept, ()
    # A member sees the own sheet whole: the others' are not read for it.
    own_facts = sheet_facts(viewer, session, sheet, rows)
    return kept, offers_of(
        viewer, SHEET, sheet.state, own_facts, project_number=number, lot_number=lot
    )


def _takes_part(viewer: Viewer, state: str, *, is_member: bool) -> bool:
    """Whether a step leads on from here: for a member one of the panel's, else one of the side's."""
    leading = (s for s in SESSION.leaving(state) if (s.name in PANEL_STEPS) == is_member)
    return any(is_member or viewer.side in step.by for step in leading)


def _next_score(viewer: Viewer, rows: Whole, terms: Judging) -> tuple[str, int] | None:
    """Return the first bid and factor that the member has not scored; None: nothing is missing."""
    own = own_sheet(viewer, rows)
    gaps = gaps_of(rows, terms, own) if own else []
    return gaps[0] if gaps else None


def gaps_of(rows: Whole, terms: Judging, own: ScoreSheet) -> list[tuple[str, int]]:
    """Return what a member has still to mark: the code of the bid, the factor."""
    veiled = is_veiled(rows.session, own)
    done = {(s.bid_code, s.criterion_number) for s in rows.scores if s.sheet_id == own.pk}
    parts = (Part.OPEN, Part.DARK) if veiled else (Part.WHOLE,)
    return [
        (code_for(bid, c, veiled=veiled), c.number)
        for part in parts
        for bid in in_order(rows.valid, part)
        for c in terms.marked_of(part)
        if (bid.bid_code, c.number) not in done
    ]


def _session_line(row: EvaluationSession) -> SessionLine:
    return SessionLine(
        project_number=row.project_number,
        lot_number=row.lot_number,
        title=row.title,
        lot_name=row.lot_name,
        state=row.state,
        state_label=row.say(SESSION.states[row.state]),
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


def _dark_bids(viewer: Viewer, rows: Whole, terms: Judging) -> tuple[BidLine, ...]:
    """Show the dark parts of the qualified bids, in an order that says nothing."""
    return tuple(
        replace(
            _bid(viewer, rows, terms, bid, Part.DARK),
            code=bid.mask,
            letter="",
            supplier_name=masked(bid.mask),
            price=0,
            small=False,
            domestic=False,
            brands=(),
            reason="",
            dark=True,
        )
        for bid in in_order(rows.qualified, Part.DARK)
    )


def _bid(
    viewer: Viewer, rows: Whole, terms: Judging, bid: EvaluationSessionBid, part: Part
) -> BidLine:
    """Show a bid with how far the viewer's own work on it has come."""
    checks, factors = terms.checks_of(part, bid.bid_code), terms.marked_of(part)
    numbers, marked = {c.number for c in checks}, {c.number for c in factors}
    qualifying = rows.session.state == "qualification"
    own = next((s.pk for s in rows.sheets if s.person_id == viewer.person), None)
    checked = [c for c in rows.checks_on(bid.bid_code) if c.sheet_id == own]
    found = rows.qualification if qualifying else checked
    known = _knows_compliance(viewer, rows.session, is_member=own is not None)
    return BidLine(
        code=bid.bid_code,
        letter=LETTERS[(bid.place - 1) % len(LETTERS)],
        supplier_name=bid.supplier_name,
        price=bid.price,
        small=bid.small,
        domestic=bid.domestic,
        brands=tuple(bid.brands),
        qualified=bid.qualified,
        compliant=bid.compliant if known else None,
        reason=bid.reason if known or bid.qualified is False else "",
        checked=sum(
            f.bid_code == bid.bid_code and (qualifying or f.requirement_number in numbers)
            for f in found
        ),
        to_check=len(terms.qualified_by(bid.bid_code, bid.members) if qualifying else checks),
        scored=sum(
            s.sheet_id == own and s.criterion_number in marked for s in rows.scores_on(bid.bid_code)
        ),
        to_score=len(factors),
        mask=bid.mask
        if rows.session.state in UNVEILED or _has_scored(own_sheet(viewer, rows))
        else "",
    )


def _has_scored(own: ScoreSheet | None) -> bool:
    """Whether a member has handed in: names may be known to who judges no more."""
    return own is not None and own.state not in VEILED


def _knows_compliance(viewer: Viewer, session: EvaluationSession, *, is_member: bool) -> bool:
    """The panel knows the majority's result when all have handed in, others with the report."""
    if is_member or viewer.side is Side.SYSTEM:
        return session.checks_shared_at is not None
    if viewer.side is Side.BUYER and not session.delivered_at:
        return False
    return session.state in COMPLETE


def _enquiry_line(row: LowPriceEnquiry, opinions: tuple[OpinionLine, ...] = ()) -> EnquiryLine:
    """Return the read-model of a row in hand."""
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
        opinions=opinions,
        ready=row.state == "replied" or (row.state == "asked" and clock.now() >= row.due_at),
    )


def _enquiry(rows: Whole, row: LowPriceEnquiry) -> EnquiryLine:
    places = {sheet.pk: sheet.place for sheet in rows.sheets}
    found = rows.opinions_on(row.bid_code)
    return _enquiry_line(
        row, tuple(OpinionLine(places[f.sheet_id], f.passed, f.reason) for f in found)
    )


_SHARED = (
    "project_number", "lot_number", "title", "lot_name", "state", "state_since", "ceiling",
    "failed_reason", "chair_place", "reported_at", "delivered_at",
)  # fmt: skip
