"""The evaluation report: everything that went into it and came out of it, as one read-model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.evaluations.findings import most_agree
from lucai.stages.trade.evaluations.models import Dissent
from lucai.stages.trade.evaluations.ports import told_in_report
from lucai.stages.trade.evaluations.selectors.results import calculation_of
from lucai.stages.trade.evaluations.selectors.rows import Whole
from lucai.stages.trade.evaluations.selectors.shapes import EvaluationSheet
from lucai.stages.trade.evaluations.selectors.sheets import sheet_with_rows
from lucai.stages.trade.evaluations.terms import (
    AGREEMENT,
    Check,
    points,
    relation,
    requirement_of,
)
from lucai.stages.trade.sittings.selectors import sitting_lines

YES, NO = "符合", "不符合"


@dataclass(frozen=True, slots=True)
class Report:
    """A report; findings are requirement → bid → verdict; ``sitting`` tells of 异地评审.

    ``more`` are sections of other modules, with their headings.
    """

    sheet: EvaluationSheet
    method: str
    buyer_name: str
    agency_name: str
    qualification: dict[str, dict[str, str]]
    compliance: dict[str, dict[str, str]]
    price_points: str
    inputs: dict[str, Any]
    calculation: tuple[str, ...]
    sha256: str
    made_at: datetime
    repeated: bool
    dissents: tuple[tuple[int, str], ...]
    signed: dict[int, datetime]
    sitting: tuple[str, ...] = ()
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()


def report_of(viewer: Viewer, project_number: str, lot_number: int) -> Report:
    """Return the report of a lot.

    Raises:
        NotFound: not consolidated yet, or the viewer may not see it in this phase.
    """
    sheet, rows = sheet_with_rows(viewer, project_number, lot_number)
    if not sheet.results:
        raise NotFound("评审报告还没有形成，或者目前不能查看。")
    session, found = rows.session, calculation_of(viewer, project_number, lot_number)
    places = {one.pk: one.place for one in rows.sheets}
    dissents = Dissent.objects.seen_by(viewer).filter(session_id=session.pk)
    return Report(
        sheet=sheet,
        method=rows.session.method,
        buyer_name=session.buyer_name,
        agency_name=session.agency_name,
        qualification=_laid_out(_qualifying(sheet, rows), _qualification(rows)),
        compliance=_laid_out(_complying(sheet), _compliance(rows, _complying(sheet))),
        price_points=points(sheet.terms.price_weight),
        inputs=found.inputs,
        calculation=found.lines,
        sha256=found.sha256,
        made_at=found.made_at,
        repeated=found.repeated,
        dissents=tuple(
            (places[one.sheet_id], one.opinion)
            for one in dissents.order_by("pk")
            if one.sheet_id in places
        ),
        signed={
            one.place: one.signed_at for one in rows.sheets if one.signed_at and not one.silent
        },
        # Whoever may read the report may read how the panel sat.
        sitting=tuple(sitting_lines(SYSTEM, project_number)),
        more=told_in_report(SYSTEM, project_number, lot_number),
    )


def _qualifying(sheet: EvaluationSheet, rows: Whole) -> tuple[Check, ...]:
    """Return what the organiser checked; where there is a consortium its agreement as well."""
    joint = any(bid.members for bid in rows.bids)
    agreed = (AGREEMENT,) if joint else ()
    related = () if sheet.terms.by_panel else _related(sheet)
    return (*sheet.terms.qualification, *agreed, *related)


def _complying(sheet: EvaluationSheet) -> tuple[Check, ...]:
    """Return what the panel checked of the bids, of some alone what the registers prove of them."""
    related = _related(sheet) if sheet.terms.by_panel else ()
    return (*sheet.terms.compliance, *related)


def _related(sheet: EvaluationSheet) -> tuple[Check, ...]:
    return relation([fact for facts in sheet.terms.related.values() for fact in facts])


def _qualification(rows: Whole) -> dict[tuple[str, str], str]:
    """Return what the organiser found; a consortium passes where each of its members does."""
    found: dict[tuple[str, str], str] = {}
    for f in rows.qualification:
        key = (requirement_of(f.requirement_number), f.bid_code)
        found[key] = NO if found.get(key) == NO or not f.passed else YES
    return found


def _compliance(rows: Whole, wanted: Iterable[Check]) -> dict[tuple[str, str], str]:
    """Return what the majority found."""
    found = {}
    for check in wanted:
        for bid in rows.qualified:
            opinions = [
                f.passed
                for f in rows.checks
                if (f.requirement_number, f.bid_code) == (check.number, bid.bid_code)
            ]
            if opinions:
                found[(check.number, bid.bid_code)] = YES if most_agree(opinions) else NO
    return found


def _laid_out(
    checks: Iterable[Check], found: dict[tuple[str, str], str]
) -> dict[str, dict[str, str]]:
    return {
        f"{check.number} {check.name}": {
            bid: verdict for (number, bid), verdict in found.items() if number == check.number
        }
        for check in checks
    }
