"""The envelopes of a lot that stay shut for good, and whose fault that is."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel.actors import Viewer
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.selectors import live_envelopes, policy_rows
from lucai_trust.envelope import Policy


@dataclass(frozen=True, slots=True)
class ShutEnvelope:
    """One of them; ``holders``: the organisations at fault, where it is holders of shares."""

    code: str
    sm3: str
    culprit: str
    what: str
    holders: tuple[str, ...]


def shut_envelopes(
    viewer: Viewer, project_number: str, lot_number: int
) -> tuple[ShutEnvelope, ...]:
    """Return them in the order they came in; what came and opened is not among them."""
    rows = live_envelopes(viewer, project_number, lot_number)
    shut = [row for row in rows if row.state == "shut" and row.fault]
    versions = policy_rows(viewer, project_number, lot_number) if shut else []
    policies = {one.policy_hash: one.policy for one in versions}
    return tuple(_shut(row, policies[row.policy_hash]) for row in shut)


def _shut(row: SealedBid, policy: Policy) -> ShutEnvelope:
    holders = [policy.group_of(one).holder(one) for one in row.fault.get("holders", ())]
    return ShutEnvelope(
        code=row.code,
        sm3=row.sm3,
        culprit=row.fault["culprit"],
        what=row.fault["what"],
        holders=tuple(dict.fromkeys(one.organisation for one in holders)),
    )
