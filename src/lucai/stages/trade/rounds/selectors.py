"""Reading rounds: what they are for, what a supplier's browser needs, how far an opening is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.selectors import organisation
from lucai.stages.trade.rounds.models import RoundPrices, SealedRound
from lucai.stages.trade.rounds.policies import TOGETHER
from lucai.stages.trade.sealing.selectors import (
    PolicyCard,
    envelopes_handed_in,
    policy_card,
    policy_cards,
    registries_of,
    registry_of,
    releases_of,
)
from lucai.stages.trade.sealing.selectors.published import sealing_order
from lucai.stages.trade.sealing.services import PUBLIC_EDITION, SUPERVISION_EDITION
from lucai.stages.trade.sealing.subjects import Subject

LOOKS_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something a price is asked for."""

    name: str
    quantity: str
    unit: str


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round as its participants' pages show it; no number and no name before the opening."""

    number: str
    lot_number: int
    policy_hash: str
    deadline: datetime
    holders: tuple[str, ...]
    sealed_at: datetime | None
    opened_at: datetime | None

    @property
    def policy_href(self) -> str:
        """Where the policy's bytes are, as the log has them."""
        return f"/rooms/{self.number}/sealed/{self.lot_number}/policy.json"


@dataclass(frozen=True, slots=True)
class Answers:
    """Which organisations' holders have released a share of a round, and which have not."""

    released: tuple[str, ...]
    silent: tuple[str, ...]


def round_row(viewer: Viewer, number: str, lot_number: int) -> SealedRound:
    """Return a round.

    Raises:
        NotFound: there is none.
    """
    rows = SealedRound.objects.seen_by(viewer).filter(number=number, lot_number=lot_number)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这一次密封报价。")
    found: SealedRound = row
    return found


def prices_of(viewer: Viewer, number: str, lot_number: int) -> dict[str, int]:
    """Return what was quoted in 分 by the SHA-256 of the envelopes; empty for who may not know."""
    rows = RoundPrices.objects.seen_by(viewer).filter(number=number, lot_number=lot_number)
    found = rows.values_list("prices", flat=True).first()
    return dict(found or {})


def round_card(viewer: Viewer, number: str, lot_number: int) -> RoundCard | None:
    """Return a round as pages show it; None where none was called."""
    rows = SealedRound.objects.seen_by(viewer).filter(number=number, lot_number=lot_number)
    row = rows.first()
    if not row:
        return None
    registry = registry_of(SYSTEM, number, lot_number)
    sealed_at = registry.sealed_at if registry else None
    return _card(row, policy_card(SYSTEM, number, lot_number), sealed_at)


def round_cards(viewer: Viewer, number: str) -> list[RoundCard]:
    """Return the rounds of a number, lot by lot: three queries, however many lots."""
    rows = SealedRound.objects.seen_by(viewer).filter(number=number).order_by("lot_number")
    policies = policy_cards(SYSTEM, number)
    sealed = {lot: one.sealed_at for lot, one in registries_of(SYSTEM, number).items()}
    return [_card(row, policies[row.lot_number], sealed.get(row.lot_number)) for row in rows]


def _card(row: SealedRound, policy: PolicyCard, sealed_at: datetime | None) -> RoundCard:
    return RoundCard(
        number=row.number,
        lot_number=row.lot_number,
        policy_hash=policy.policy_hash,
        deadline=row.deadline,
        holders=tuple(one.organisation for one in policy.holders),
        sealed_at=sealed_at,
        opened_at=row.opened_at,
    )


def round_order(
    viewer: Viewer,
    number: str,
    lot_number: int,
    *,
    title: str,
    things: Sequence[Thing],
    ceiling: int,
    held: str,
    door: str,
) -> dict[str, Any]:
    """Return what a supplier's browser needs to seal a quote and hand it in; money in 分.

    Args:
        held: the hash of the envelope it has handed in, empty where none.
        door: where the envelope is posted.

    Raises:
        NotFound: there is no such round.
    """
    row = round_row(viewer, number, lot_number)
    firm = organisation(viewer, viewer.organisation or 0)
    return {
        **sealing_order(viewer, number, lot_number),
        "project": number,
        "lot": lot_number,
        "title": title,
        "deadline": row.deadline.isoformat(),
        "ceiling": ceiling,
        "held": held,
        "door": door,
        "bidder": {"name": firm.name, "code": firm.uscc},
        "items": [
            {"place": place, "name": one.name, "quantity": one.quantity, "unit": one.unit}
            for place, one in enumerate(things)
        ],
    }


def edition_for(viewer: Viewer) -> str:
    """Return which edition of a verification package is for a viewer: supervision's has the prices.

    Whether the viewer may have one at all, who called the round says.
    """
    return SUPERVISION_EDITION if viewer.side is Side.SUPERVISOR else PUBLIC_EDITION


def rounds_waiting(viewer: Viewer, now: datetime) -> list[tuple[str, int]]:
    """Return the rounds whose time was over lately and whose shares have not all come."""
    rows = SealedRound.objects.seen_by(viewer).filter(
        deadline__lte=now, deadline__gt=now - LOOKS_BACK, opened_at=None, given_up_at=None
    )
    found = rows.order_by("deadline").values_list("number", "lot_number")
    return [key for key in found if not is_complete(viewer, *key)]


def is_complete(viewer: Viewer, number: str, lot_number: int) -> bool:
    """Whether the registry is sealed and of every envelope enough shares have come."""
    if not registry_of(viewer, number, lot_number):
        return False
    held = releases_of(viewer, envelopes_handed_in(viewer, number, lot_number))
    return all(len(came) >= TOGETHER for came in held.values())


def answers_of(viewer: Viewer, number: str, lot_number: int) -> Answers:
    """Say whose holders have released any share of a round.

    Raises:
        NotFound: there is no such round.
    """
    holders = policy_card(SYSTEM, number, lot_number).holders
    held = releases_of(viewer, envelopes_handed_in(viewer, number, lot_number))
    came = {release.holder for releases in held.values() for release in releases}
    return Answers(
        tuple(one.organisation for one in holders if one.code in came),
        tuple(one.organisation for one in holders if one.code not in came),
    )


def subject_of_round(viewer: Viewer, number: str, lot_number: int) -> Subject:
    """Return what envelopes of a round are taken in for.

    Raises:
        NotFound: there is no such round.
    """
    row = round_row(viewer, number, lot_number)
    return Subject(
        number=number,
        lot_number=lot_number,
        title=row.title,
        region=row.region,
        project_number=row.project_number,
        href=row.href,
        buyer_id=row.buyer_id,
        buyer_path=row.buyer_path,
        agency_id=row.agency_id,
        finance_id=row.finance_id,
        deadline=row.deadline,
        takes_envelopes=row.opened_at is None and row.given_up_at is None,
        is_round=True,
    )
