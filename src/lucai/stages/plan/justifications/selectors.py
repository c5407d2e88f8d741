"""Reading single-source justifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.access.selectors import organisation
from lucai.platform.records.paging import Page, keyset
from lucai.stages.plan.justifications import notices
from lucai.stages.plan.justifications.lifecycle import JUSTIFICATION
from lucai.stages.plan.justifications.models import (
    JustificationObjection,
    SingleSourceJustification,
)
from lucai.stages.plan.justifications.rules import JustificationFacts, period_still_runs


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection as those who may read it see it."""

    supplier_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class JustificationLine:
    """A publicity as lists show it; the amount in 分."""

    code: str
    title: str
    buyer_name: str
    supplier_name: str
    amount: int
    notice_until: date | None
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """Its page."""
        return f"/justifications/{self.code}/"


@dataclass(frozen=True, slots=True)
class JustificationSheet:
    """A publicity as its page shows it."""

    line: JustificationLine
    description: str
    reason: str
    supplier_address: str
    opinions: tuple[dict[str, Any], ...]
    published_at: datetime | None
    argument: str
    concluded_at: datetime | None
    objections: tuple[ObjectionLine, ...]
    offers: tuple[Offer, ...]
    own: bool
    takes_objections: bool

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((offer for offer in self.offers if offer.step.name == step), None)


def justification_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[JustificationLine]:
    """List publicities, newest first, a page at a time."""
    rows = SingleSourceJustification.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(code__startswith=words))
    if state in JUSTIFICATION.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


def justification_seen(viewer: Viewer, code: str) -> JustificationSheet:
    """Return one publicity.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = justification_row(viewer, code)
    objections = objections_of(viewer, row)
    facts = facts_of(viewer, row, row.argument)
    own = row.buyer_id == viewer.organisation
    offers = JUSTIFICATION.offers(row.state, viewer, facts, clock.now()) if own else []
    return JustificationSheet(
        line=_line(row),
        description=row.description,
        reason=row.reason,
        supplier_address=row.supplier_address,
        opinions=tuple(row.opinions),
        published_at=row.published_at,
        argument=row.argument,
        concluded_at=row.concluded_at,
        objections=tuple(ObjectionLine(o.supplier_name, o.text, o.at) for o in objections),
        offers=tuple(offers),
        own=own,
        takes_objections=row.state == "published" and period_still_runs(facts, clock.now()).holds,
    )


def opinions_given(viewer: Viewer, code: str) -> tuple[dict[str, Any], ...]:
    """Return which experts argued for a sole source, with their units, for the system that draws."""
    row = SingleSourceJustification.objects.seen_by(viewer).filter(code=code).first()
    return tuple(row.opinions) if row else ()


def justifications_usable(viewer: Viewer) -> list[JustificationLine]:
    """List the buyer's publicities that passed, newest first."""
    rows = SingleSourceJustification.objects.seen_by(viewer).filter(
        buyer_id=viewer.organisation, state="concluded"
    )
    return [_line(row) for row in rows.order_by("-pk")[:100]]


def has_passed(viewer: Viewer, code: str, *, buyer_id: int) -> bool:
    """Whether a buyer's publicity of that code has passed."""
    rows = SingleSourceJustification.objects.seen_by(viewer).filter(
        code=code, buyer_id=buyer_id, state="concluded"
    )
    return bool(code) and bool(rows.exists())


def justification_row(viewer: Viewer, code: str) -> SingleSourceJustification:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = SingleSourceJustification.objects.seen_by(viewer).filter(code=code).first()
    if not row:
        raise NotFound("没有找到这个单一来源公示。")
    found: SingleSourceJustification = row
    return found


def objections_of(viewer: Viewer, row: SingleSourceJustification) -> list[JustificationObjection]:
    """Return the objections the viewer may read, oldest first."""
    rows = JustificationObjection.objects.seen_by(viewer).filter(justification_id=row.pk)
    return list(rows.order_by("pk"))


def facts_of(viewer: Viewer, row: SingleSourceJustification, argument: str) -> JustificationFacts:
    """Return a publicity as rules read it, with the argument it would be concluded with."""
    buyer, finance = organisation(viewer, row.buyer_id), organisation(viewer, row.finance_id)
    today = clock.today()
    fields = notices.publicity_fields(row, buyer, finance, today, row.notice_until or today)
    on = row.published_at.astimezone(clock.BEIJING).date() if row.published_at else None
    return JustificationFacts(
        missing=notices.missing(fields),
        published_on=on,
        last_day=row.notice_until,
        objections=len(objections_of(viewer, row)),
        argued=bool(argument.strip()),
    )


def _line(row: SingleSourceJustification) -> JustificationLine:
    return JustificationLine(
        code=row.code,
        title=row.title,
        buyer_name=row.buyer_name,
        supplier_name=row.supplier_name,
        amount=row.amount,
        notice_until=row.notice_until,
        state=row.state,
        state_label=JUSTIFICATION.states[row.state],
    )
