"""Reading commissions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records import read_once
from lucai.stages.trade.commissions.lifecycle import COMMISSION
from lucai.stages.trade.commissions.models import Commission
from lucai.stages.trade.projects.lifecycle import ORDER
from lucai.stages.trade.projects.selectors import projects_seen

SYSTEM = Actor.system(Reason.CONSEQUENCE).viewer
TAKEN = ("accepted", "working")
LATEST = 500
UNFINISHED = frozenset(ORDER[: ORDER.index("contracting")])


@dataclass(frozen=True, slots=True)
class CommissionSheet:
    """A commission with what the viewer can do about it."""

    project_number: str
    plan_number: str
    buyer_name: str
    agency_id: int
    agency_name: str
    scope_text: str
    term_until: date
    fee_payer: str
    fee_payer_label: str
    fee_standard: str
    reason: str
    declined_reason: str
    state: str
    state_label: str
    state_since: datetime
    offers: tuple[Offer, ...]
    listing: dict[str, Any]


def commission_seen(viewer: Viewer, project_number: str) -> CommissionSheet:
    """Return the commission of a project.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = commission_row(viewer, project_number)
    return CommissionSheet(
        project_number=row.project_number,
        plan_number=row.plan_number,
        buyer_name=row.buyer_name,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        scope_text=row.scope_text,
        term_until=row.term_until,
        fee_payer=row.fee_payer,
        fee_payer_label=row.get_fee_payer_display(),
        fee_standard=row.fee_standard,
        reason=row.reason,
        declined_reason=row.declined_reason,
        state=row.state,
        state_label=COMMISSION.states[row.state],
        state_since=row.state_since,
        offers=tuple(COMMISSION.offers(row.state, viewer, row.facts(), clock.now())),
        listing=_listing(row),
    )


def terms_of(viewer: Viewer, project_number: str) -> dict[str, object]:
    """Return the terms of a commission as its form has them, for another agency.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = commission_row(viewer, project_number)
    return {
        "scope_text": row.scope_text,
        "term_until": row.term_until,
        "fee_payer": row.fee_payer,
        "fee_standard": row.fee_standard,
    }


@read_once
def commission_row(viewer: Viewer, project_number: str) -> Commission:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = Commission.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row:
        raise NotFound("没有找到这个项目的委托代理协议。")
    return row


@read_once
def fee_of(viewer: Viewer, project_number: str) -> str:
    """Say who pays the agency and how much: the tender document and the result print it.

    The terms of the fee are public by law (财政部令第87号 第二十条); the rest of the agreement
    is for its parties.
    """
    del viewer
    row = Commission.objects.seen_by(SYSTEM).filter(project_number=project_number).first()
    return f"{row.get_fee_payer_display()}，{row.fee_standard}" if row else ""


def commissions_of_agency(viewer: Viewer, agency_id: int) -> dict[str, int]:
    """Return state → how many commissions an agency has; for its page in the directory."""
    del viewer
    rows = Commission.objects.seen_by(SYSTEM).filter(agency_id=agency_id)
    return dict(rows.values_list("state").annotate(n=Count("pk")).order_by("state"))


def under_way(viewer: Viewer, agency_id: int) -> int:
    """Count an agency's projects that have not come to a contract, among its latest 500."""
    del viewer
    rows = Commission.objects.seen_by(SYSTEM).filter(agency_id=agency_id, state__in=TAKEN)
    numbers = list(rows.order_by("-pk").values_list("project_number", flat=True)[:LATEST])
    found = projects_seen(SYSTEM, numbers)
    return sum(project.state in UNFINISHED for project in found.values())


def _listing(row: Commission) -> dict[str, Any]:
    """Return what the directory answered, its time as a moment; nothing for old commissions."""
    kept = row.listing
    return {**kept, "at": datetime.fromisoformat(kept["at"])} if kept else {}
