"""What a person's own device is given to open and sign shares with: ciphertext, and what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.sealing.models import SealedBid, ShareHolder
from lucai.stages.trade.sealing.policies import OPENING
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    policy_card,
    policy_rows,
    registry_of,
    releases_of,
    waiting_for_recovery,
)
from lucai_trust.envelope.policy import RECOVERY


def release_order(viewer: Viewer, project_number: str, lot_number: int) -> dict[str, Any] | None:
    """Return what the viewer's device needs to release its shares; None when nothing is to do.

    Envelopes are ciphertext; shown only to holders, only after the registry was sealed. A key that
    has been replaced since still opens what was sealed to it.
    """
    card = policy_card(viewer, project_number, lot_number)
    holder = _own_among(viewer, [one.code for one in card.holders])
    if not holder or not registry_of(SYSTEM, project_number, lot_number):
        return None
    rows = envelopes_handed_in(SYSTEM, project_number, lot_number)
    return _order(holder, OPENING, rows)


def recovery_order(
    viewer: Viewer, project_number: str, lot_number: int, holder: str
) -> dict[str, Any] | None:
    """Return what a person of the recovery group needs to stand in for suppliers of a lot.

    None: the log asks for nothing, or the viewer's organisation is not this holder.
    """
    rows = waiting_for_recovery(SYSTEM, project_number, lot_number)
    if not rows or _own_among(viewer, [holder]) != holder:
        return None
    return _order(holder, RECOVERY, rows)


def _own_among(viewer: Viewer, codes: Sequence[str]) -> str | None:
    """Return the holder of the viewer's organisation among those that a policy names."""
    if not viewer.organisation:
        return None
    rows = ShareHolder.objects.seen_by(viewer).filter(
        organisation_id=viewer.organisation,
        suite=settings.LUCAI_SEALING_SUITE,
        code__in=codes,
    )
    return rows.order_by("-pk").values_list("code", flat=True).first()


def _order(holder: str, stage: str, rows: list[SealedBid]) -> dict[str, Any]:
    held = releases_of(SYSTEM, rows)
    wanted = [row for row in rows if all(one.holder != holder for one in held[row.pk])]
    lots = {(row.project_number, row.lot_number) for row in wanted}
    versions = [one for lot in lots for one in policy_rows(SYSTEM, *lot)]
    return {
        "holder": holder,
        "stage": stage,
        "policies": {one.policy_hash: one.content for one in versions},
        "envelopes": [
            {"policy": row.policy_hash, "core": row.core, "sealed": bytes(row.sealed).hex()}
            for row in wanted
        ],
    }
