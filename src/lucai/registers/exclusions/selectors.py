"""Reading sanctions: the list, one decision, and what bans somebody on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.duties.overdue import room_of
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.registers.exclusions import ports
from lucai.registers.exclusions.gates import GATE_LABELS, LIBRARY_GATES
from lucai.registers.exclusions.lifecycle import CATEGORIES, EXCLUSION, PARTY_SIDES, PUBLISHED
from lucai.registers.exclusions.models import ExclusionCheck, ExclusionRecord
from lucai.registers.exclusions.rules import ExclusionFacts

STANDINGS = {
    "running": "禁止期限内",
    "coming": "尚未开始",
    "ended": "期限已满",
    "none": "没有禁止期限",
}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A decision as lists show it; ``fine`` in 分. ``standing`` is that of the day asked for."""

    number: str
    party_side: str
    party_code: str
    party_name: str
    organisation_id: int | None
    category: str
    authority: str
    decision_number: str
    decided_on: date
    act: str
    basis: str
    fine: int
    begins_on: date | None
    ends_on: date | None
    lifted_on: date | None
    lift_reason: str
    said: str
    paper: dict[str, Any]
    region: str
    state: str
    standing: str

    @property
    def href(self) -> str:
        """Its page."""
        return f"/exclusions/{self.number}/"

    @property
    def side_label(self) -> str:
        """Whom it is against."""
        return PARTY_SIDES[self.party_side]

    @property
    def category_label(self) -> str:
        """Which list it belongs to."""
        return CATEGORIES[self.category]

    @property
    def state_label(self) -> str:
        """How its life stands."""
        return EXCLUSION.states[self.state]

    @property
    def standing_label(self) -> str:
        """Whether it bans now."""
        if self.state == "lifted":
            return "已解除"
        return STANDINGS[self.standing] if self.state in PUBLISHED else self.state_label

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        if self.state not in PUBLISHED:
            return "amber" if self.state == "entered" else ""
        return {"running": "red", "coming": "amber"}.get(self.standing, "")

    @property
    def sentence(self) -> str:
        """What a gate says about it."""
        until = f"至 {self.ends_on.isoformat()}" if self.ends_on else "无届满日"
        return f"{self.authority}{self.decision_number}，{self.begins_on} {until}"


@dataclass(frozen=True, slots=True)
class ExclusionSheet:
    """One decision with what the viewer can do about it."""

    card: Exclusion
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What a gate heard about one party; ``evidence`` is what people looked up."""

    pk: int
    gate_label: str
    project_number: str
    lot_number: int | None
    party_code: str
    party_name: str
    at: datetime
    listed: bool
    records: tuple[dict[str, Any], ...]
    searched: int
    outside: tuple[dict[str, Any], ...]
    evidence: dict[str, Any]
    sm3: str

    @property
    def href(self) -> str:
        """Its page."""
        return f"/exclusions/checks/{self.pk}/"

    @property
    def place(self) -> str:
        """The procurement's page: a framework agreement has no room."""
        number = self.project_number
        return room_of(number) or (f"/frameworks/{number}/" if number else "")

    @property
    def found(self) -> str:
        """What was looked up, in words; empty: nothing yet."""
        return ports.RESULTS[self.evidence["result"]] if self.evidence else ""

    @property
    def said(self) -> tuple[tuple[str, str, str], ...]:
        """What the credit source said of each list: list, result in words, tone."""
        return tuple(
            (ports.CHECKS[one["check"]], ports.RESULTS[one["result"]], TONES[one["result"]])
            for one in self.outside
        )

    @property
    def unknown(self) -> bool:
        """Whether something could not be asked: people have to look it up and keep the evidence."""
        return bool(self.outside) and not ports.is_whole(self.outside)


TONES = {ports.CLEAR: "green", ports.LISTED: "red", ports.UNKNOWN: "amber"}


def exclusion_page(
    viewer: Viewer, *, words: str = "", side: str = "", standing: str = "", after: str = ""
) -> Page[Exclusion]:
    """List decisions, newest first, a page at a time; the public sees what is published."""
    rows = ExclusionRecord.objects.seen_by(viewer)
    if words:
        named = Q(party_name__icontains=words) | Q(party_code__startswith=words.upper())
        rows = rows.filter(named | Q(decision_number__icontains=words) | Q(number=words))
    if side in PARTY_SIDES:
        rows = rows.filter(party_side=side)
    if standing == "running":
        rows = rows.filter(_banning(clock.today()))
    elif standing == "ended":
        rows = rows.filter(Q(state="lifted") | Q(ends_on__lt=clock.today()))
    elif standing == "waiting":
        rows = rows.filter(state__in=("entered", "lifting"))
    return keyset(rows, after, _card)


def exclusion_seen(viewer: Viewer, number: str) -> ExclusionSheet:
    """Return one decision.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = exclusion_row(viewer, number)
    offers: tuple[Offer, ...] = ()
    if viewer.side is Side.SUPERVISOR and row.finance_id == viewer.organisation:
        offers = tuple(EXCLUSION.offers(row.state, viewer, facts_of(viewer, row), clock.now()))
    return ExclusionSheet(_card(row), offers)


def exclusion_paper(viewer: Viewer, number: str) -> FileCard:
    """Return the decision's paper.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = exclusion_row(viewer, number)
    if not row.paper:
        raise NotFound("没有上传决定书。")
    return files_attached(viewer, [row.paper["file_id"]])[row.paper["file_id"]]


def exclusions_of(viewer: Viewer, code: str) -> list[Exclusion]:
    """List the decisions against one party, newest first."""
    rows = ExclusionRecord.objects.seen_by(viewer).filter(party_code=code)
    return [_card(row) for row in rows.order_by("-decided_on", "-pk")[:100]]


def bans_on(viewer: Viewer, codes: Iterable[str], on: date) -> dict[str, tuple[Exclusion, ...]]:
    """Return party → the decisions that ban it on a day, for parties that are banned, in one query."""
    return dict(_bans(viewer, tuple(codes), on))


@read_once
def _bans(viewer: Viewer, codes: tuple[str, ...], on: date) -> dict[str, tuple[Exclusion, ...]]:
    rows = ExclusionRecord.objects.seen_by(viewer).filter(party_code__in=codes)
    found: dict[str, tuple[Exclusion, ...]] = {}
    for row in rows.filter(_banning(on)).order_by("pk"):
        found[row.party_code] = (*found.get(row.party_code, ()), _card(row, on))
    return found


def banned_until(viewer: Viewer, code: str, on: date) -> tuple[str, ...]:
    """Return what bans a party on a day, as the rules of the law read it; nothing: not banned."""
    return tuple(one.sentence for one in bans_on(viewer, [code], on).get(code, ()))


def banned_experts(viewer: Viewer, on: date) -> frozenset[int]:
    """Return the persons who may not be drawn on a day; for the system that draws."""
    rows = ExclusionRecord.objects.seen_by(viewer).filter(
        _banning(on), party_side=Side.EXPERT.value, person_id__isnull=False
    )
    return frozenset(rows.values_list("person_id", flat=True))


@read_once
def published_count(viewer: Viewer) -> int:
    """Return how many published decisions a question is asked of."""
    return int(ExclusionRecord.objects.seen_by(viewer).filter(state__in=PUBLISHED).count())


def check_page(
    viewer: Viewer, *, project: str = "", gate: str = "", words: str = "", after: str = ""
) -> Page[CheckLine]:
    """List what the gates heard, newest first, a page at a time.

    Without a gate: those of procurements; the libraries' are many and asked for by name.
    """
    rows = ExclusionCheck.objects.seen_by(viewer)
    rows = rows.filter(gate=gate) if gate in GATE_LABELS else rows.exclude(gate__in=LIBRARY_GATES)
    if words:
        rows = rows.filter(Q(party_name__icontains=words) | Q(party_code__startswith=words.upper()))
    if project:
        rows = rows.filter(project_number=project)
    return keyset(rows, after, _check)


def check_seen(viewer: Viewer, pk: int) -> CheckLine:
    """Return one answer of a gate.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _check(check_row(viewer, pk))


def check_evidence(viewer: Viewer, pk: int) -> FileCard:
    """Return what was kept of a look-up by hand.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = check_row(viewer, pk)
    if not row.evidence:
        raise NotFound("没有人工查询的证据。")
    return files_attached(viewer, [row.evidence["file_id"]])[row.evidence["file_id"]]


def check_row(viewer: Viewer, pk: int) -> ExclusionCheck:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ExclusionCheck.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这条查询记录。")
    return row


def checks_of_project(viewer: Viewer, project_number: str) -> list[CheckLine]:
    """List every answer of a procurement's gates, the first one first, for its file."""
    rows = ExclusionCheck.objects.seen_by(viewer).filter(project_number=project_number)
    return [_check(row) for row in rows.order_by("pk")]


def checks_of_party(viewer: Viewer, code: str, *, limit: int = 50) -> list[CheckLine]:
    """List what was heard of a party, newest first."""
    rows = ExclusionCheck.objects.seen_by(viewer).filter(party_code=code, secret_until=None)
    return [_check(row) for row in rows.order_by("-at", "-pk")[:limit]]


def exclusion_row(viewer: Viewer, number: str) -> ExclusionRecord:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ExclusionRecord.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这条处罚记录。")
    return row


def facts_of(viewer: Viewer, row: ExclusionRecord) -> ExclusionFacts:
    """Return a decision as rules read it, with who acts now."""
    return ExclusionFacts(
        party_side=row.party_side,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        decided_on=row.decided_on,
        entered_by=row.lift_by if row.state == "lifting" else row.entered_by,
        acting=viewer.person,
    )


def _banning(on: date) -> Q:
    """Match what bans on a day: both days of the term included, less what was lifted by then."""
    unlifted = Q(lifted_on__isnull=True) | Q(lifted_on__gt=on)
    unended = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return Q(state__in=PUBLISHED, begins_on__lte=on) & unended & unlifted


def _standing(row: ExclusionRecord, on: date) -> str:
    if row.begins_on is None:
        return "none"
    if row.begins_on > on:
        return "coming"
    over = (row.ends_on and row.ends_on < on) or (row.lifted_on and row.lifted_on <= on)
    return "ended" if over else "running"


def _card(row: ExclusionRecord, on: date | None = None) -> Exclusion:
    shared = {name: getattr(row, name) for name in _SHARED}
    return Exclusion(**shared, standing=_standing(row, on or clock.today()))


def _check(row: ExclusionCheck) -> CheckLine:
    return CheckLine(
        row.pk, GATE_LABELS[row.gate], row.project_number, row.lot_number, row.party_code, row.party_name,
        row.at, row.listed, tuple(row.records), row.searched, tuple(row.outside),
        row.evidence, row.sm3,
    )  # fmt: skip


_SHARED = (
    "number", "party_side", "party_code", "party_name", "organisation_id", "category", "authority",
    "decision_number", "decided_on", "act", "basis", "fine", "begins_on", "ends_on", "lifted_on",
    "lift_reason", "said", "paper", "region", "state",
)  # fmt: skip
