"""Reading credit: records, and the score they make."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.credit import (
    KINDS,
    RATERS,
    RATING,
    CreditInput,
    CreditScore,
    credit_score,
    points_text,
)
from lucai.oversight.credit.lifecycle import CREDIT
from lucai.oversight.credit.models import CreditRecord
from lucai.oversight.credit.rules import CreditFacts
from lucai.platform.access.selectors import organisation, organisation_by_uscc
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records.paging import Page, keyset
from lucai.registers.experts.selectors import expert_of_person

PUBLISHED = ("penalty", "dishonest")
"""Kinds whose source everybody may read."""
MOST = 1000
"""How many records of one party a score reads at most; two years of the busiest have fewer."""


@dataclass(frozen=True, slots=True)
class CreditLineCard:
    """A record as lists and its page show it; objection and ruling only where they may be read."""

    pk: int
    party_side: str
    party_code: str
    party_name: str
    kind: str
    source_href: str
    project_number: str
    title: str
    by_side: str
    on: date
    value: int
    ruled_value: int | None
    struck: bool
    objection: str
    files: tuple[dict[str, Any], ...]
    objected_at: datetime | None
    object_until: date | None
    handle_until: date | None
    ruling: str
    ruled_at: datetime | None
    state: str
    state_label: str
    inside: bool
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/credit/records/{self.pk}/"

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        by = f"（{RATERS[self.by_side]}）" if self.by_side else ""
        return KINDS[self.kind] + by

    @property
    def value_text(self) -> str:
        """What counts: the mark, or one record."""
        if self.kind != RATING:
            return "1 条" if not self.struck else "不计入"
        now = self.value if self.ruled_value is None else self.ruled_value
        was = f"（原 {points_text(self.value)}）" if self.ruled_value is not None else ""
        return "不计入" if self.struck else f"{points_text(now)} 分{was}"


@dataclass(frozen=True, slots=True)
class Party:
    """Whose credit it is."""

    side: str
    code: str
    name: str
    own: bool

    @property
    def side_label(self) -> str:
        """What kind of party."""
        return RATERS[self.side]


@dataclass(frozen=True, slots=True)
class CreditSheet:
    """A party's score with the records behind it."""

    party: Party
    score: CreditScore
    records: tuple[CreditLineCard, ...]


def own_party(viewer: Viewer) -> str:
    """Return the code under which the viewer's own credit is kept; empty: none is kept."""
    if viewer.side is Side.EXPERT:
        entry = expert_of_person(viewer, viewer.person)
        return entry.number if entry else ""
    if viewer.side.value in RATERS and viewer.organisation:
        return organisation(viewer, viewer.organisation).uscc
    return ""


def record_page(
    viewer: Viewer, *, words: str = "", side: str = "", state: str = "", after: str = ""
) -> Page[CreditLineCard]:
    """List records, newest first, a page at a time."""
    rows = CreditRecord.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(party_name__icontains=words) | Q(party_code__startswith=words.upper()))
    if side in RATERS:
        rows = rows.filter(party_side=side)
    if state in CREDIT.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, lambda row: _card(viewer, row))


def record_seen(viewer: Viewer, pk: int) -> CreditLineCard:
    """Return one record with what the viewer can do about it.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = record_row(viewer, pk)
    offers: list[Offer] = []
    if is_own(viewer, row) or row.finance_id == viewer.organisation:
        offers = CREDIT.offers(row.state, viewer, facts_of(viewer, row), clock.now())
    return _card(viewer, row, tuple(offers))


def credit_sheet(viewer: Viewer, code: str, *, on: date | None = None) -> CreditSheet:
    """Return a party's score on a day (today) with every record behind it.

    Raises:
        NotFound: no such party, or an expert other than the viewer.
    """
    party = _party(viewer, code)
    rows = CreditRecord.objects.seen_by(viewer).filter(party_code=code)
    found = list(rows.order_by("-on", "-pk")[:MOST])
    score = credit_score(party.side, map(_input, _counting(found)), on or clock.today())
    return CreditSheet(party, score, tuple(_card(viewer, row) for row in found))


def calculation(viewer: Viewer, code: str) -> dict[str, Any]:
    """Return everything a score was made of, as JSON that anybody can compute it from again.

    Raises:
        NotFound: no such party, or an expert other than the viewer.
    """
    sheet = credit_sheet(viewer, code)
    score, rows = sheet.score, CreditRecord.objects.seen_by(viewer).filter(party_code=code)
    used = asdict(score.formula)
    return {
        "party": {"code": code, "side": sheet.party.side},
        "on": score.on.isoformat(),
        "formula": {**used, "since": str(score.formula.since), "until": str(used["until"] or "")},
        "inputs": [
            {**asdict(one), "on": one.on.isoformat()}
            for one in map(_input, _counting(list(rows.order_by("on", "pk")[:MOST])))
        ],
        "lines": [
            {"label": line.label, "hundredths": line.points, "calculation": line.calculation,
             "inputs": list(line.keys)}
            for line in score.lines
        ],
        "totalHundredths": score.total,
        "grade": score.grade.name,
    }  # fmt: skip


def objection_file(viewer: Viewer, pk: int, file_id: int) -> FileCard:
    """Return evidence of an objection, for the party and for finance.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = record_row(viewer, pk)
    if not _inside(viewer, row) or file_id not in {one["file_id"] for one in row.files}:
        raise NotFound("没有找到这个文件。")
    return files_attached(viewer, [file_id])[file_id]


def record_row(viewer: Viewer, pk: int) -> CreditRecord:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = CreditRecord.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这条信用记录。")
    return row


def facts_of(viewer: Viewer, row: CreditRecord) -> CreditFacts:
    """Return a record as rules read it."""
    del viewer
    return CreditFacts(row.object_until, row.handle_until)


def is_own(viewer: Viewer, row: CreditRecord) -> bool:
    """Whether the record is about the viewer."""
    if viewer.side.value != row.party_side:
        return False
    if viewer.side is Side.EXPERT:
        return row.person_id == viewer.person
    return row.organisation_id == viewer.organisation


def _party(viewer: Viewer, code: str) -> Party:
    own = own_party(viewer) == code
    if own:
        name = viewer.name if viewer.side is Side.EXPERT else viewer.organisation_name
        return Party(viewer.side.value, code, name, own=True)
    firm = organisation_by_uscc(viewer, code)
    if firm and firm.side.value in RATERS and firm.side is not Side.EXPERT:
        return Party(firm.side.value, code, firm.name, own=False)
    row = CreditRecord.objects.seen_by(viewer).filter(party_code=code).first()
    if not row:
        raise NotFound("没有找到这个单位的信用记录。")
    return Party(row.party_side, code, row.party_name, own=False)


def _counting(rows: list[CreditRecord]) -> list[CreditRecord]:
    return [row for row in rows if not row.struck]


def _input(row: CreditRecord) -> CreditInput:
    value = row.value if row.ruled_value is None else row.ruled_value
    return CreditInput(str(row.pk), row.kind, row.on, row.by_side, value)


def _inside(viewer: Viewer, row: CreditRecord) -> bool:
    if viewer.side is Side.SUPERVISOR:
        return row.region.startswith(viewer.region)
    return is_own(viewer, row) or viewer.side is Side.SYSTEM


def _card(viewer: Viewer, row: CreditRecord, offers: tuple[Offer, ...] = ()) -> CreditLineCard:
    inside = _inside(viewer, row)
    return CreditLineCard(
        row.pk, row.party_side, row.party_code, row.party_name, row.kind,
        row.source_href if inside or row.kind in PUBLISHED else "", row.about_project, row.title,
        row.by_side, row.on, row.value, row.ruled_value, row.struck,
        row.objection if inside else "", tuple(row.files) if inside else (), row.objected_at,
        row.object_until, row.handle_until, row.ruling, row.ruled_at, row.state,
        CREDIT.states[row.state], inside, offers,
    )  # fmt: skip
