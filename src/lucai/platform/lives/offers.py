"""The buttons of an object: what its life offers, less what is held back in its project."""

from __future__ import annotations

from dataclasses import replace

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.lifecycle import Lifecycle, Offer
from lucai.platform.records import LivingRecord
from lucai.platform.suspensions.selectors import held_back


def offers_of(
    viewer: Viewer,
    lifecycle: Lifecycle,
    state: str,
    facts: object,
    *,
    project_number: str,
    lot_number: int | None = None,
) -> tuple[Offer, ...]:
    """List what a viewer can do with an object of a project now.

    A step that a suspension holds back is closed and says why; see ``Lifecycle.offers``.
    """
    offers = lifecycle.offers(state, viewer, facts, clock.now())
    return held(viewer, offers, project_number=project_number, lot_number=lot_number)


def held_of(
    viewer: Viewer, row: LivingRecord, offers: list[Offer] | tuple[Offer, ...]
) -> tuple[Offer, ...]:
    """Close those offers of a row that a suspension holds back under any of its numbers."""
    for number in row.held_under:
        offers = held(viewer, offers, project_number=number, lot_number=row.held_lot)
    return tuple(offers)


def held(
    viewer: Viewer,
    offers: list[Offer] | tuple[Offer, ...],
    *,
    project_number: str,
    lot_number: int | None = None,
) -> tuple[Offer, ...]:
    """Close those offers that a suspension holds back."""
    return tuple(
        replace(offer, verdicts=(*offer.verdicts, *stopped)) if stopped else offer
        for offer in offers
        for stopped in [
            held_back(
                viewer, offer.permission, project_number=project_number, lot_number=lot_number
            )
        ]
    )
