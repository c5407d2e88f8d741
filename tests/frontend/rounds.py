"""Packages of a round of sealed quotes: automatic holders only, a price and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lucai_trust.encoding import canonical
from lucai_trust.envelope import sealing
from lucai_trust.envelope.header import Bidder
from lucai_trust.envelope.policy import HolderKind, PartRule, Policy
from lucai_trust.suites import SUITES
from tests.frontend.bidding import BIDDERS, LOT, World
from tests.frontend.packages import PackageMaker

Unlike = Callable[[Policy], dict[str, Any]]
QUOTE = (PartRule("offer", "opening", required=True, published=True),)
ALIKE = {"tender": "R-SDGP370000202600001-1/1", "lots": (LOT,), "stages": ("opening",)}


@dataclass
class RoundWorld(World):
    """The same holders and the same bidder under the policy of a round."""

    def __post_init__(self) -> None:
        super().__post_init__()
        groups = (self._group("witness", 2, "交易中心", "财政监管", "审计"),)
        self.policy = replace(self.policy, **ALIKE, groups=groups, parts=QUOTE)

    def seal(self, content: bytes, technical: bytes, **own: Any) -> tuple[sealing.SealedBid, list]:
        """Seal a quote: no other part."""
        del technical, own
        blob = bytearray()
        offer = sealing.PartSource("offer", "offer.json", "application/json", [content])
        made = sealing.seal(
            self.policy, sealing.Bid(LOT, (Bidder(**BIDDERS[0]),)), [offer],
            signers=[self.certificate_signer], write=lambda _, chunk: blob.extend(chunk),
        )  # fmt: skip
        return made, [bytes(blob)]


def round_package(suite: str, unlike: Unlike | None = None) -> PackageMaker:
    """Return supervision's package of a round: three quotes, one of them taken back."""
    world = RoundWorld(SUITES[suite])
    if unlike:
        world.policy = replace(world.policy, **unlike(world.policy))
    return PackageMaker(world, enough=("witness-1", "witness-3")).make()


def for_everybody(maker: PackageMaker) -> None:
    """Make it the edition that tells no price: no part, no release, nothing read out."""
    for packed in maker.index["envelopes"]:
        packed.update(releases=[], parts=[])
    record = json.loads(maker.files["record.json"])
    record["bids"] = [line | {"fen": None} for line in record["bids"]]
    maker.files["record.json"] = canonical(record)
    for name in [each for each in maker.files if "part-" in each or "release-" in each]:
        del maker.files[name]


def _first_holder(policy: Policy, **changes: Any) -> dict[str, Any]:
    [group] = policy.groups
    first, *others = group.holders
    return {"groups": (replace(group, holders=(replace(first, **changes), *others)),)}


UNLIKE_ROUNDS: dict[str, Unlike] = {
    "a person has to release": lambda policy: _first_holder(policy, kind=HolderKind.HUMAN),
    "another group": lambda policy: {"groups": (replace(policy.groups[0], name="parties"),)},
    "prices stay shut": lambda _: {"parts": (replace(QUOTE[0], published=False),)},
}
"""What a platform might put into a round's rules so that somebody can look in or sit on it."""
