"""Reading the expert library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotAllowed, NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.regions import region_prefix
from lucai.platform.records.paging import Page, keyset
from lucai.registers.experts.lifecycle import EXPERT
from lucai.registers.experts.models import ReviewExpert
from lucai.registers.experts.rules import ExpertFacts


@dataclass(frozen=True, slots=True)
class ExpertCard:
    """An expert as the library, the expert and a draw see one."""

    number: str
    person_id: int
    organisation_id: int
    name: str
    title: str
    employer: str
    employer_uscc: str
    specialties: tuple[str, ...]
    region: str
    state: str
    state_label: str
    suspension: str


def expert_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[ExpertCard]:
    """List experts, newest first, a page at a time."""
    rows = ReviewExpert.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(number__startswith=words) | Q(employer__icontains=words)
        )
    if state in EXPERT.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _card)


def expert_seen(viewer: Viewer, number: str) -> ExpertCard:
    """Return one expert.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _card(expert_row(viewer, number))


def expert_of_person(viewer: Viewer, person: int | None) -> ExpertCard | None:
    """Return the entry of a person, or None."""
    row = ReviewExpert.objects.seen_by(viewer).filter(person_id=person).first()
    return _card(row) if row else None


def expert_offers(viewer: Viewer, number: str) -> list[Offer]:
    """List what the viewer can do with an expert; the reason is asked for on the step's page."""
    row = expert_row(viewer, number)
    return EXPERT.offers(row.state, viewer, ExpertFacts("待填写"), clock.now())


def expert_pool(
    viewer: Viewer, *, specialties: Sequence[str], region: str = ""
) -> list[ExpertCard]:
    """List everybody who can be drawn, in a fixed order; for the system that draws.

    Args:
        specialties: codes of the catalogue; an expert fits when one of the own codes is the
            beginning of one of these or the reverse. None: every specialty fits.
        region: keep experts who live in this region or inside it; empty: everywhere.

    Raises:
        NotAllowed: somebody else than the system asks.
    """
    if viewer.side is not Side.SYSTEM:
        raise NotAllowed("评审专家由系统随机抽取，不能查看可抽取名单。")
    rows = ReviewExpert.objects.seen_by(viewer).filter(state="active")
    if region:
        rows = rows.filter(region__startswith=region_prefix(region))
    cards = (_card(row) for row in rows.order_by("pk"))
    return [card for card in cards if not specialties or _fits(card, specialties)]


def expert_row(viewer: Viewer, number: str) -> ReviewExpert:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ReviewExpert.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这位评审专家。")
    return row


def _fits(card: ExpertCard, wanted: Sequence[str]) -> bool:
    return any(
        code.startswith(own) or own.startswith(code) for own in card.specialties for code in wanted
    )


def _card(row: ReviewExpert) -> ExpertCard:
    return ExpertCard(
        number=row.number,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        name=row.name,
        title=row.title,
        employer=row.employer,
        employer_uscc=row.employer_uscc,
        specialties=tuple(row.specialties),
        region=row.region,
        state=row.state,
        state_label=EXPERT.states[row.state],
        suspension=row.suspension,
    )
