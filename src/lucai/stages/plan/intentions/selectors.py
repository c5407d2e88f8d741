"""Reading procurement intentions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.deadlines import deadline
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.plan.intentions.lifecycle import INTENTION
from lucai.stages.plan.intentions.models import ProcurementIntention
from lucai.stages.plan.intentions.onward import Trail, trails
from lucai.stages.plan.intentions.schemas import IntentionIn


@dataclass(frozen=True, slots=True)
class IntentionCard:
    """An intention as pages show it; the amount in 分."""

    code: str
    title: str
    demand: str
    amount: int
    expected_month: str
    sme_reserved: bool
    remark: str
    buyer_id: int
    buyer: str
    region: str
    published_at: datetime | None
    plan_number: str
    cancel_reason: str
    state: str
    state_label: str

    @property
    def published_on(self) -> date | None:
        """The Beijing day of publication, from which the law counts."""
        at = self.published_at
        return at.astimezone(clock.BEIJING).date() if at else None

    @property
    def earliest_start(self) -> date | None:
        """The first day on which the procurement may begin (GP-INT-01)."""
        on = self.published_on
        return deadline("GP-INT-01", on).date if on else None


@dataclass(frozen=True, slots=True)
class IntentionSheet:
    """An intention with what the viewer can do about it and what came of it."""

    card: IntentionCard
    offers: list[Offer]
    own: bool
    onward: tuple[Trail, ...]


def intention_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[IntentionCard]:
    """List intentions, newest first, a page at a time."""
    rows = ProcurementIntention.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(code__startswith=words) | Q(buyer_name__icontains=words)
        )
    if state in INTENTION.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, card_of)


def intention_seen(viewer: Viewer, code: str) -> IntentionCard:
    """Return one intention.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return card_of(intention_row(viewer, code))


def intention_sheet(viewer: Viewer, code: str) -> IntentionSheet:
    """Return one intention with the steps open to the viewer.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = intention_row(viewer, code)
    own = row.buyer_id == viewer.organisation
    offers = INTENTION.offers(row.state, viewer, row.facts(), clock.now()) if own else []
    return IntentionSheet(card_of(row), offers, own, trails(viewer, code))


def intentions_usable(viewer: Viewer) -> list[IntentionCard]:
    """List the buyer's published intentions that no plan uses yet."""
    rows = ProcurementIntention.objects.seen_by(viewer).filter(
        buyer_id=viewer.organisation, state="published", plan_number=""
    )
    return [card_of(row) for row in rows.order_by("-pk")[:200]]


@read_once
def intentions_named(viewer: Viewer, codes: list[str]) -> dict[str, IntentionCard]:
    """Return several intentions by code; unseen ones are left out."""
    if not codes:
        return {}
    rows = ProcurementIntention.objects.seen_by(viewer).filter(code__in=codes)
    return {row.code: card_of(row) for row in rows}


def content_of(card: IntentionCard) -> IntentionIn:
    """Return an intention as its form has it."""
    return IntentionIn.model_construct(
        title=card.title,
        demand=card.demand,
        amount=card.amount,
        expected_month=card.expected_month,
        sme_reserved=card.sme_reserved,
        remark=card.remark,
    )


@read_once
def intention_row(viewer: Viewer, code: str) -> ProcurementIntention:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ProcurementIntention.objects.seen_by(viewer).filter(code=code).first()
    if not row:
        raise NotFound("没有找到这条采购意向。")
    return row


def card_of(row: ProcurementIntention) -> IntentionCard:
    """Return the read-model of a row in hand."""
    return IntentionCard(
        code=row.code,
        title=row.title,
        demand=row.demand,
        amount=row.amount,
        expected_month=row.expected_month,
        sme_reserved=row.sme_reserved,
        remark=row.remark,
        buyer_id=row.buyer_id,
        buyer=row.buyer_name,
        region=row.region,
        published_at=row.published_at,
        plan_number=row.plan_number,
        cancel_reason=row.cancel_reason,
        state=row.state,
        state_label=INTENTION.states[row.state],
    )
