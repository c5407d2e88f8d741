"""Reading draws and inspections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.access.selectors import colleagues_granted
from lucai.platform.journal.selectors import object_timeline
from lucai.platform.records.paging import Page, keyset
from lucai.registers.agencies import drawing
from lucai.registers.agencies.lifecycle import DRAW, INSPECT, INSPECTION, RESULTS
from lucai.registers.agencies.models import AgencyInspection, InspectionDraw
from lucai.registers.agencies.rules import DrawFacts, InspectionFacts
from lucai.registers.agencies.selectors.entries import pool_of_region
from lucai_trust.draw import taken
from lucai_trust.draw_record import DrawRecord

LOGGED = frozenset({f"{DRAW.of}.draw-pool", f"{DRAW.of}.draw-commit"})


@dataclass(frozen=True, slots=True)
class DrawSheet:
    """A draw as its page shows it."""

    number: str
    title: str
    places: int
    due_on: date
    region: str
    state: str
    state_label: str
    drawn_at: datetime | None
    pool: int
    inspectors: tuple[str, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/inspection-draws/{self.number}/"


@dataclass(frozen=True, slots=True)
class InspectionSheet:
    """One inspection as lists and its page show it."""

    number: str
    finance_name: str
    draw_number: str
    reason: str
    agency_name: str
    agency_uscc: str
    inspector_name: str
    due_on: date
    inspected_on: date | None
    result: str
    result_label: str
    findings: str
    answer_until: date | None
    answer: str
    published_on: date | None
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/agency-inspections/{self.number}/"

    @property
    def kind_label(self) -> str:
        """不定向 by lot, 定向 for a reason."""
        return "随机抽查" if self.draw_number else "定向检查"

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


def draw_page(viewer: Viewer, *, after: str = "") -> Page[DrawSheet]:
    """List draws, newest first, a page at a time."""
    rows = InspectionDraw.objects.seen_by(viewer)
    return keyset(rows, after, lambda row: _draw(viewer, row, offers=False))


def draw_seen(viewer: Viewer, number: str) -> DrawSheet:
    """Return one draw.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _draw(viewer, draw_row(viewer, number), offers=True)


def draw_row(viewer: Viewer, number: str) -> InspectionDraw:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = InspectionDraw.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这次抽查。")
    return row


def draw_facts(viewer: Viewer, row: InspectionDraw) -> DrawFacts:
    """Return a draw as rules read it: pool and inspectors as they are now, or as they were fixed."""
    if row.draw_id:
        return DrawFacts(pool=len(row.pool), places=row.places, inspectors=len(row.inspectors))
    pool = pool_of_region(SYSTEM, row.served_region or row.region)
    people = colleagues_granted(viewer, INSPECT.permission)
    return DrawFacts(pool=len(pool), places=row.places, inspectors=len(people))


def record_of(viewer: Viewer, number: str) -> tuple[DrawRecord, list[int]]:
    """Return what it takes to repeat a draw, and the order of the inspectors.

    Raises:
        NotFound: there is none, or nothing was drawn yet.
    """
    row = draw_row(viewer, number)
    if not row.seed:
        raise NotFound("抽取以后才有可以重算的记录。")
    members, entries = row.members, _logged(row)
    record = DrawRecord(
        draw_id=row.draw_id, hash_name=drawing.HASH, rule_json=row.rule,
        leaves=tuple(member.leaf for member in members), root=bytes.fromhex(row.root),
        pool_entry=entries[""],
        parties=tuple(drawing.party_of(one, entries[one["id"]]) for one in row.nonces),
        checkpoint=row.checkpoint, beacon=b"", seed=bytes.fromhex(row.seed),
        calls=tuple(row.walk), left=(),
        openings=tuple(drawing.opening_of(at, members[at]) for at in taken(row.walk)),
    )  # fmt: skip
    return record, list(row.order)


def inspection_page(
    viewer: Viewer, *, words: str = "", state: str = "", result: str = "", after: str = ""
) -> Page[InspectionSheet]:
    """List inspections, newest first, a page at a time; the public sees results."""
    rows = AgencyInspection.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(agency_name__icontains=words) | Q(agency_uscc=words.upper()))
    if state in INSPECTION.states:
        rows = rows.filter(state=state)
    if result in RESULTS:
        rows = rows.filter(result=result)
    return keyset(rows, after, lambda row: _inspection(viewer, row, offers=False))


def inspection_seen(viewer: Viewer, number: str) -> InspectionSheet:
    """Return one inspection.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _inspection(viewer, inspection_row(viewer, number), offers=True)


def inspections_of(viewer: Viewer, organisation_id: int) -> list[InspectionSheet]:
    """List an agency's published inspections, newest first."""
    rows = AgencyInspection.objects.seen_by(viewer).filter(
        agency_id=organisation_id, state="published"
    )
    return [_inspection(viewer, row, offers=False) for row in rows.order_by("-pk")[:20]]


def inspection_row(viewer: Viewer, number: str) -> AgencyInspection:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = AgencyInspection.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这次检查。")
    return row


def inspection_facts(viewer: Viewer, row: AgencyInspection) -> InspectionFacts:
    """Return an inspection as rules read it."""
    del viewer
    return InspectionFacts(answered=row.state == "answered", answer_until=row.answer_until)


def _logged(row: InspectionDraw) -> dict[str, int]:
    """Return where the log has the pool and each party's commitment."""
    timeline = object_timeline(SYSTEM, DRAW.of, row.key, limit=1000)
    return {
        line.body.get("party", ""): line.index
        for line in timeline
        if line.event in LOGGED and line.index is not None
    }


def _draw(viewer: Viewer, row: InspectionDraw, *, offers: bool) -> DrawSheet:
    mine = viewer.side is Side.SUPERVISOR and viewer.organisation == row.finance_id
    found: list[Offer] = []
    if offers and mine:
        found = DRAW.offers(row.state, viewer, draw_facts(viewer, row), clock.now())
    names: tuple[str, ...] = ()
    if viewer.side is Side.SUPERVISOR:
        names = tuple(row.inspectors[at]["name"] for at in row.order)
    return DrawSheet(
        row.number, row.title, row.places, row.due_on, row.served_region or row.region, row.state,
        DRAW.states[row.state], row.drawn_at, len(row.pool), names, tuple(found),
    )  # fmt: skip


def _inspection(viewer: Viewer, row: AgencyInspection, *, offers: bool) -> InspectionSheet:
    mine = viewer.organisation in {row.finance_id, row.agency_id}
    found: list[Offer] = []
    if offers and mine:
        found = INSPECTION.offers(row.state, viewer, inspection_facts(viewer, row), clock.now())
    shown: dict[str, Any] = {"reason": row.reason, "answer": row.answer}
    inspector = row.inspector_name if viewer.side in {Side.SUPERVISOR, Side.AGENCY} else ""
    return InspectionSheet(
        row.number, row.finance_name, row.draw_number, shown["reason"], row.agency_name,
        row.agency_uscc, inspector, row.due_on, row.inspected_on, row.result,
        RESULTS.get(row.result, ""), row.findings, row.answer_until, shown["answer"],
        row.published_on, row.state, INSPECTION.states[row.state], tuple(found),
    )  # fmt: skip
