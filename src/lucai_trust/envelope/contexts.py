"""What each wrap is made for, so that none can be opened in another place."""

from __future__ import annotations

from lucai_trust.schedule import Schedule


def of_share(schedule: Schedule, stage: str, group: str, index: int) -> bytes:
    """Return the context of a holder's share of a group's secret for a stage."""
    place = f"{stage}\0{group}\0".encode("ascii") + index.to_bytes(8, "big")
    return schedule.label("wrap share", place)


def of_recovery_share(schedule: Schedule, index: int) -> bytes:
    """Return the context of a recovery holder's share of the bidder's secret."""
    return schedule.label("wrap recovery", index.to_bytes(8, "big"))


def of_bidder_secret(schedule: Schedule, to: str) -> bytes:
    """Return the context of the bidder's secret for one of the bidder's own keys."""
    return schedule.label("wrap bidder", to.encode("ascii"))


def of_claim_key(schedule: Schedule, to: str) -> bytes:
    """Return the context of the claim key for one of the bidder's own keys."""
    return schedule.label("wrap claim", to.encode("ascii"))
