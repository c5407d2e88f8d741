"""Reading the panel's questions to bidders; a dark part has its code while it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.records import read_once
from lucai.stages.trade.bid_clarifications.lifecycle import ASK, CLARIFICATION
from lucai.stages.trade.bid_clarifications.models import BidClarification
from lucai.stages.trade.evaluations.selectors import (
    EvaluationSheet,
    evaluation_seen,
    evaluations_of,
)
from lucai.stages.trade.evaluations.veil import HIDDEN, masked

OPEN = frozenset({"compliance", "scoring", "consolidating"})
"""While these last a bidder can be asked: after the hand-over, before the report is drawn up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationLine:
    """One question as its pages show it.

    ``dark``: it is about a dark part; ``veiled``: the viewer may not know yet whose.
    """

    pk: int
    project_number: str
    lot_number: int
    title: str
    method: str
    bid_code: str
    supplier_name: str
    question: str
    asked_at: datetime
    due_at: datetime
    reply: str
    file_ids: tuple[int, ...]
    replied_at: datetime | None
    state: str
    state_label: str
    own: bool
    dark: bool
    veiled: bool

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/bid-clarifications/{self.pk}/"


@dataclass(frozen=True, slots=True)
class Askable:
    """A bid about which the viewer, who leads the panel, may ask now."""

    lot_number: int
    bid_code: str
    supplier_name: str


@read_once
def clarifications_of(viewer: Viewer, project_number: str) -> list[ClarificationLine]:
    """List a project's questions that the viewer may read, newest first."""
    rows = BidClarification.objects.seen_by(viewer).filter(project_number=project_number)
    return [_line(viewer, row) for row in rows.order_by("-pk")]


def clarification_row(viewer: Viewer, project_number: str, pk: int) -> BidClarification:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    rows = BidClarification.objects.seen_by(viewer).filter(project_number=project_number, pk=pk)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这份澄清要求。")
    return row


def clarification_seen(viewer: Viewer, project_number: str, pk: int) -> ClarificationLine:
    """Return one question.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    return _line(viewer, clarification_row(viewer, project_number, pk))


def leads(sheet: EvaluationSheet) -> bool:
    """Whether the viewer speaks for the panel of this lot."""
    return sheet.own is not None and sheet.own.is_chair


def askable(viewer: Viewer, project_number: str) -> list[Askable]:
    """List the bids about which the viewer may ask now."""
    if viewer.side not in ASK.sides or not viewer.may(ASK.permission):
        return []
    found: list[Askable] = []
    for lot in evaluations_of(viewer, project_number):
        if lot.state not in OPEN:
            continue
        sheet = evaluation_seen(viewer, project_number, lot.lot_number)
        if leads(sheet):
            named = [one for one in sheet.bids if one.qualified and one.compliant is not False]
            asked = (*named, *sheet.dark_bids)
            found += [Askable(sheet.lot_number, one.code, one.supplier_name) for one in asked]
    return found


def has_clarifications(viewer: Viewer, project_number: str) -> bool:
    """Whether the room's tab is there: something was asked that the viewer may read."""
    rows = BidClarification.objects.seen_by(viewer).filter(project_number=project_number)
    return rows.exists()


def report_lines(viewer: Viewer, project_number: str, lot_number: int) -> tuple[str, ...]:
    """Say in the report what was asked and answered; for who reads the report."""
    del viewer
    rows = BidClarification.objects.seen_by(SYSTEM).filter(
        project_number=project_number, lot_number=lot_number
    )
    return tuple(
        f"要求{_both_names(row)}澄清：{row.question}　{row.reply or CLARIFICATION.states[row.state]}"
        for row in rows.order_by("pk")
    )


def _both_names(row: BidClarification) -> str:
    """Name a bidder in the report, with the code that the panel knew its dark part by."""
    return f"{row.supplier_name}（{masked(row.mask)}）" if row.mask else row.supplier_name


def is_veiled(viewer: Viewer, row: BidClarification) -> bool:
    """Whether the viewer knows the bid by its code alone: until whose it is may be known."""
    if not row.mask or viewer.side in {Side.SYSTEM, Side.SUPPLIER}:
        return False
    try:
        sheet = evaluation_seen(viewer, row.project_number, row.lot_number)
    except NotFound:
        return True
    return all(bid.mask != row.mask for bid in sheet.bids)


def _line(viewer: Viewer, row: BidClarification) -> ClarificationLine:
    veiled = is_veiled(viewer, row)
    reply = row.reply.replace(row.supplier_name, HIDDEN) if veiled else row.reply
    return ClarificationLine(
        pk=row.pk, project_number=row.project_number, lot_number=row.lot_number, title=row.title,
        method=row.method, bid_code=row.mask if veiled else row.bid_code,
        supplier_name=masked(row.mask) if veiled else row.supplier_name,
        question=row.question, asked_at=row.asked_at, due_at=row.due_at, reply=reply,
        file_ids=tuple(row.file_ids), replied_at=row.replied_at, state=row.state,
        state_label=row.say(CLARIFICATION.states[row.state]),
        own=viewer.side is Side.SUPPLIER and viewer.organisation == row.supplier_id,
        dark=bool(row.mask), veiled=veiled,
    )  # fmt: skip
