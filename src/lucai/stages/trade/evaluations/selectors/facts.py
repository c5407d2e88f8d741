"""An evaluation as the rules read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.brands import bidders_counted, brand_key
from lucai.stages.trade.evaluations.models import EvaluationSession, ScoreSheet
from lucai.stages.trade.evaluations.rules import SessionFacts, SheetFacts
from lucai.stages.trade.evaluations.sealing import open_marks
from lucai.stages.trade.evaluations.selectors.dark import is_veiled
from lucai.stages.trade.evaluations.selectors.rows import Whole, whole
from lucai.stages.trade.evaluations.terms import (
    HUNDREDTHS,
    Judging,
    Part,
    judging,
)
from lucai.stages.trade.evaluations.veil import masked
from lucai.stages.trade.panels.selectors import panel_seen

Reasoned = tuple[str, str, bool, str]
"""bid, requirement, passed, reason."""


def session_facts(
    viewer: Viewer, session: EvaluationSession, rows: Whole | None = None
) -> SessionFacts:
    """Return the evaluation as a whole; ``viewer`` is who would act.

    ``rows`` spares reading everything again where the caller has it.
    """
    rows, terms = rows or whole(SYSTEM, session), judging(session.terms)
    panel = panel_seen(SYSTEM, session.project_number)
    found = [(f.bid_code, f.requirement_number, f.passed, f.reason) for f in rows.qualification]
    own = next((s.place for s in rows.sheets if s.person_id == viewer.person), 0)
    seated = {member.place for member in panel.seated} if panel else set()
    return SessionFacts(
        object=session.object_kind,
        qualified=len(rows.qualified),
        substantive=bidders_counted({b.bid_code: brand_key(b.brands) for b in rows.valid}),
        unchecked=_unqualified(rows, terms, found),
        without_reason=_unreasoned(rows, found),
        panel_complete=panel is not None and panel.state == "formed",
        members_unready=_places(s for s in rows.sheets if s.state == "checking"),
        members_left=_places(s for s in rows.sheets if s.place not in seated),
        unsigned_members=_places(s for s in rows.sheets if s.state == "signing"),
        chair_place=session.chair_place,
        acting_place=own,
        explaining_until=_explaining_until(rows),
        low_price_undecided=_undecided(rows),
        objective_scores=_objective(rows, terms),
    )


def sheet_facts(
    viewer: Viewer, session: EvaluationSession, sheet: ScoreSheet, rows: Whole | None = None
) -> SheetFacts:
    """Return one member's sheet; read for the system, since a sheet is judged as a whole."""
    del viewer
    rows, terms = rows or whole(SYSTEM, session), judging(session.terms)
    checks = [
        (f.bid_code, f.requirement_number, f.passed, f.reason)
        for f in rows.checks
        if f.sheet_id == sheet.pk
    ]
    codes = [bid.bid_code for bid in rows.qualified]
    parts = (Part.OPEN, Part.DARK) if is_veiled(session, sheet) else (Part.WHOLE,)
    unchecked = (
        _unchecked(
            _named(rows, part), [code], [c.number for c in terms.checks_of(part, code)], checks
        )
        for part in parts
        for code in codes
    )
    return SheetFacts(
        unchecked=tuple(name for part in unchecked for name in part),
        without_reason=_unreasoned(rows, checks),
        **_score_gaps(rows, terms, sheet),
    )


def _score_gaps(rows: Whole, terms: Judging, sheet: ScoreSheet) -> dict[str, tuple[str, ...]]:
    own = [score for score in rows.scores if score.sheet_id == sheet.pk]
    open_marks(own)
    given = {(score.bid_code, score.criterion_number): score for score in own}
    wanted = [(bid, criterion) for bid in rows.valid for criterion in terms.marked]
    names = _named(rows, Part.WHOLE)
    veils = _named(rows, Part.DARK if is_veiled(rows.session, sheet) else Part.WHOLE)
    missing, unreasoned, outside = [], [], []
    for bid, criterion in wanted:
        name = names[bid.bid_code] if criterion.is_objective else veils[bid.bid_code]
        label = f"{name}“{criterion.name}”"
        score = given.get((bid.bid_code, criterion.number))
        if score is None:
            missing.append(label)
        elif not criterion.is_objective and not score.reason:
            unreasoned.append(label)
        elif score.points > criterion.weight:
            outside.append(label)
    return {
        "missing_scores": tuple(missing),
        "missing_reasons": tuple(unreasoned),
        "scores_out_of_range": tuple(outside),
    }


def _unqualified(rows: Whole, terms: Judging, found: list[Reasoned]) -> tuple[str, ...]:
    """Name the bidders of whom, or of whose members, something is left to check."""
    names = _named(rows, Part.WHOLE)
    wanted = {b.bid_code: terms.qualified_by(b.bid_code, b.members) for b in rows.bids}
    return tuple(
        name
        for code, checks in wanted.items()
        for name in _unchecked(names, [code], [check.number for check in checks], found)
    )


def _unchecked(
    names: dict[str, str], codes: list[str], wanted: list[str], found: list[Reasoned]
) -> tuple[str, ...]:
    """Name the bidders of whom something is left to check."""
    done = {(bid, number) for bid, number, _, _ in found}
    return tuple(
        names[code] for code in codes if any((code, number) not in done for number in wanted)
    )


def _named(rows: Whole, part: Part) -> dict[str, str]:
    """Say how bids are called: of a dark part there is only the code."""
    dark = part is Part.DARK
    return {b.bid_code: masked(b.mask) if dark else b.supplier_name for b in rows.bids}


def _unreasoned(rows: Whole, found: list[Reasoned]) -> tuple[str, ...]:
    return tuple(
        f"{rows.name_of(bid)}“{number}”"
        for bid, number, passed, reason in found
        if not passed and not reason
    )


def _places(sheets: Iterable[ScoreSheet]) -> tuple[str, ...]:
    return tuple(f"{sheet.place} 号成员" for sheet in sheets)


def _explaining_until(rows: Whole) -> datetime | None:
    waiting = [enquiry.due_at for enquiry in rows.enquiries if enquiry.state == "asked"]
    return max(waiting, default=None)


def _undecided(rows: Whole) -> tuple[str, ...]:
    """Name the bidders on whose explanation some member has not spoken."""
    return tuple(e.supplier_name for e in rows.enquiries if e.state in {"asked", "replied"})


def _objective(rows: Whole, terms: Judging) -> dict[str, tuple[Decimal, ...]]:
    factors = {c.number: c.name for c in terms.marked if c.is_objective}
    given: dict[str, tuple[Decimal, ...]] = {}
    for bid in rows.valid:
        found: dict[int, list[Decimal]] = {number: [] for number in factors}
        for score in rows.scores_on(bid.bid_code):
            if score.criterion_number in found and not score.sealed:
                found[score.criterion_number].append(Decimal(score.points) / HUNDREDTHS)
        given |= {f"{bid.supplier_name}“{factors[n]}”": tuple(marks) for n, marks in found.items()}
    return given
