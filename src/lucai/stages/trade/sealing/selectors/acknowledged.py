"""What holders signed when envelopes came in: that their shares of them open."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.stages.trade.sealing.models import SealedBid, ShareAcknowledgement


def acknowledged_of(viewer: Viewer, bids: list[SealedBid]) -> dict[int, list[ShareAcknowledgement]]:
    """Return the acknowledgements of envelopes by the envelope's row."""
    found: dict[int, list[ShareAcknowledgement]] = {bid.pk: [] for bid in bids}
    rows = ShareAcknowledgement.objects.seen_by(viewer).filter(bid_id__in=list(found))
    for row in rows.order_by("pk"):
        found[row.bid_id].append(row)
    return found
