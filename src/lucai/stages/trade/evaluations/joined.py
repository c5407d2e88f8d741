"""Who takes part in two bids of a lot (GP-JOI-02): what follows once agreements were checked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Joined:
    """One bid with its parties (organisation → name).

    ``consortium``: several bid as one; ``agreed``: its agreement was found signed by all of them.
    Anybody can write another firm's name into a bid: only a signed agreement makes it a party.
    """

    code: str
    parties: Mapping[int, str]
    consortium: bool
    agreed: bool

    @property
    def stands(self) -> bool:
        """Whether those named in it take part with it."""
        return self.agreed or not self.consortium


def taking_part_twice(bids: Iterable[Joined]) -> dict[str, tuple[str, ...]]:
    """Return bid → the parties that take part in another bid of the lot, too (条例 art 22)."""
    standing = [bid for bid in bids if bid.stands]
    found: dict[str, tuple[str, ...]] = {}
    for bid in standing:
        others = [o for o in standing if o.code != bid.code and (o.consortium or bid.consortium)]
        twice = {pk for other in others for pk in bid.parties.keys() & other.parties.keys()}
        if twice:
            found[bid.code] = tuple(bid.parties[pk] for pk in sorted(twice))
    return found
