"""Reading reports, and what contracts and plans say of what was reserved in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q, Sum

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.reserve_rules import ReserveFacts
from lucai.platform.records import ScopedQuerySet
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts.parties import is_party, party_offers
from lucai.stages.contract.contracts.selectors.reserved import (
    ReservedContract,
    reserved_contracts,
)
from lucai.stages.contract.reserve_reports.figures import (
    Figures,
    Option,
    ReserveLine,
    figures_of,
    put_right,
    short_of,
)
from lucai.stages.contract.reserve_reports.lifecycle import REPORT
from lucai.stages.contract.reserve_reports.models import ReserveAdjustment, ReserveReport
from lucai.stages.plan.plans.selectors.reserving import (
    ReservedShare,
    reserved_shares,
    wholly_reserved,
)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as lists show it; amounts in 分."""

    year: int
    buyer_id: int
    buyer_name: str
    figures: Figures
    published_at: datetime | None
    due_at: datetime
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """Its address."""
        return f"/reserve-reports/{self.year}/{self.buyer_id}/"


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A report with what contracts and plans say today; ``own``: the viewer's unit writes it."""

    line: ReportLine
    now: Figures
    lines: tuple[ReserveLine, ...]
    computed: tuple[ReserveLine, ...]
    shares: tuple[ReservedShare, ...]
    short: tuple[str, ...]
    remark: str
    corrections: int
    key: str
    own: bool
    region: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the published reports of a list come to."""

    reports: int
    published: int
    figures: Figures


def report_page(
    viewer: Viewer, *, words: str = "", year: str = "", state: str = "", after: str = ""
) -> Page[ReportLine]:
    """List reports, newest first, a page at a time."""
    return keyset(_asked(viewer, words, year, state), after, _line)


def report_lines(
    viewer: Viewer, *, words: str = "", year: str = "", state: str = "", most: int
) -> list[ReportLine]:
    """List reports as a table takes them away, by unit."""
    rows = _asked(viewer, words, year, state).order_by("-year", "buyer_name", "pk")
    return [_line(row) for row in rows[:most]]


def report_totals(viewer: Viewer, *, words: str = "", year: str = "", state: str = "") -> Totals:
    """Sum the reports of a list: for a unit its branch, for finance its region."""
    public = Q(published_at__isnull=False)
    found = (
        _asked(viewer, words, year, state)
        .order_by()
        .aggregate(
            n=Count("pk"), published=Count("pk", filter=public), projects=Sum("projects"),
            total=Sum("total"), small=Sum("small"),
        )
    )  # fmt: skip
    sums = Figures(*(found[name] or 0 for name in ("projects", "total", "small")))
    return Totals(found["n"], found["published"], sums)


def report_seen(viewer: Viewer, year: int, buyer_id: int) -> ReportSheet:
    """Return one report.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = report_row(viewer, year, buyer_id)
    computed, shares = computed_of(SYSTEM, row), _shares(row)
    lines = put_right(computed, _adjusted(row))
    return ReportSheet(
        line=_line(row),
        now=figures_of(lines),
        lines=lines,
        computed=computed,
        shares=shares,
        short=short_of(shares, row.year),
        remark=row.remark,
        corrections=row.corrections,
        key=row.key,
        own=is_party(viewer, row),
        region=row.region,
        offers=party_offers(REPORT, row, viewer, facts_of(viewer, row, lines, explained=True)),
    )


def facts_of(
    viewer: Viewer, row: ReserveReport, lines: Sequence[ReserveLine], *, explained: bool
) -> ReserveFacts:
    """Return a report in hand as rules read it."""
    del viewer
    now = figures_of(lines)
    return ReserveFacts(
        year=row.year,
        region=row.region,
        short=short_of(_shares(row), row.year),
        explained=explained,
        changed=now != Figures(row.projects, row.total, row.small),
    )


def lines_of(viewer: Viewer, row: ReserveReport) -> tuple[ReserveLine, ...]:
    """Return the lines of a report in hand as they count today."""
    return put_right(computed_of(viewer, row), _adjusted(row))


def computed_of(viewer: Viewer, row: ReserveReport) -> tuple[ReserveLine, ...]:
    """Return what the contracts of a report's branch say; for a report in hand."""
    found = reserved_contracts(viewer, row.year, path=row.buyer_path)
    whole = wholly_reserved(viewer, {one.plan_number for one in found})
    return tuple(_computed(one, one.plan_number in whole) for one in found)


def is_prepared(viewer: Viewer, year: int) -> bool:
    """Tell whether the viewer's own unit has its report of a year."""
    rows = ReserveReport.objects.seen_by(viewer)
    return rows.filter(year=year, buyer_id=viewer.organisation).exists()


def is_head(viewer: Viewer) -> bool:
    """Whether the viewer's unit stands at the top of its branch: it reports for all below."""
    return viewer.unit_path == f"/{viewer.organisation}/"


def report_row(viewer: Viewer, year: int, buyer_id: int) -> ReserveReport:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row: ReserveReport | None = (
        ReserveReport.objects.seen_by(viewer).filter(year=year, buyer_id=buyer_id).first()
    )
    if not row:
        raise NotFound("没有找到这份报告。")
    return row


def _asked(viewer: Viewer, words: str, year: str, state: str) -> ScopedQuerySet:
    rows = ReserveReport.objects.seen_by(viewer)
    if words:
        rows = rows.filter(buyer_name__icontains=words)
    if year.isdigit():
        rows = rows.filter(year=int(year))
    return rows.filter(state=state) if state in REPORT.states else rows


def _shares(row: ReserveReport) -> tuple[ReservedShare, ...]:
    return reserved_shares(SYSTEM, row.year, path=row.buyer_path)


def _computed(one: ReservedContract, whole: bool) -> ReserveLine:
    option = Option.WHOLE if whole else Option.LOT
    amount = one.amount if one.sme else 0
    return ReserveLine(
        one.number, one.title, one.buyer_name, one.supplier_name, option.value, amount,
        amount if one.small else 0, one.published,
    )  # fmt: skip


def _adjusted(row: ReserveReport) -> list[ReserveLine]:
    """Return the unit's own lines that hold; of a contract the newest."""
    rows = ReserveAdjustment.objects.seen_by(SYSTEM).filter(report_id=row.pk, withdrawn=False)
    kept = {one.number: one for one in reserved_contracts(SYSTEM, row.year, path=row.buyer_path)}
    lines = []
    for one in rows.order_by("pk"):
        contract = kept.get(one.contract_number)
        line = ReserveLine(
            one.contract_number, one.title, row.buyer_name, "", one.option, one.amount, one.small,
            reason=one.reason, adjustment=one.pk,
        )  # fmt: skip
        if contract:
            line = replace(
                line, unit=contract.buyer_name, supplier=contract.supplier_name,
                published=contract.published,
            )  # fmt: skip
        lines.append(line)
    return lines


def _line(row: ReserveReport) -> ReportLine:
    return ReportLine(
        row.year, row.buyer_id, row.buyer_name, Figures(row.projects, row.total, row.small),
        row.published_at, row.due_at, row.state, REPORT.states[row.state],
    )  # fmt: skip
