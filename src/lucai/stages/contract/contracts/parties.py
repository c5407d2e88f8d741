"""Who may act on a record: the organisations that are its parties, and nobody who merely sees it.

A buyer sees its whole branch and a supervisor the whole region; neither acts for the units below.
"""

from __future__ import annotations

from lucai.kernel.actors import Actor, Side, Viewer
from lucai.kernel.errors import NotAllowed, NotFound
from lucai.kernel.lifecycle import Lifecycle, Offer
from lucai.platform.lives.offers import offers_of
from lucai.platform.records import LivingRecord


def is_party(viewer: Viewer, row: LivingRecord) -> bool:
    """Whether the viewer's organisation is a party, on its own side."""
    if viewer.side is Side.SYSTEM:
        return True
    return row.parties().get(viewer.side) == viewer.organisation


def demand_party(actor: Actor, row: LivingRecord) -> None:
    """Refuse an act on what belongs to others.

    Raises:
        NotAllowed: the actor's organisation is no party.
    """
    if not is_party(actor.viewer, row):
        raise NotAllowed("这件事由其他单位办理，您只能查看。")


def own_act(viewer: Viewer, step: str) -> str:
    """Return the act that a step of the viewer's side names: ``accept`` of ``accept_buyer``.

    Raises:
        NotFound: the step is another side's.
    """
    act, _, side = step.rpartition("_")
    if side != viewer.side:
        raise NotFound("没有找到这个页面。")
    return act


def party_offers(
    lifecycle: Lifecycle, row: LivingRecord, viewer: Viewer, facts: object
) -> tuple[Offer, ...]:
    """List what a party can do; those who only see are offered nothing."""
    if not is_party(viewer, row):
        return ()
    return offers_of(
        viewer, lifecycle, row.state, facts,
        project_number=row.project_number, lot_number=getattr(row, "lot_number", None),
    )  # fmt: skip
