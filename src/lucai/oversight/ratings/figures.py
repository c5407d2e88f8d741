"""What ratings tell the agencies' directory."""

from __future__ import annotations

from lucai.kernel.actors import Side, Viewer
from lucai.law.credit import points_text
from lucai.oversight.ratings.selectors import mean_of
from lucai.registers.agencies.contributions import Figure


def figures(viewer: Viewer, organisation: int, uscc: str) -> tuple[Figure, ...]:
    """Return how an agency was rated on the whole."""
    del uscc
    count, mean = mean_of(viewer, Side.AGENCY.value, organisation)
    return (Figure("收到评价平均", points_text(mean), f"分（{count} 条）"),) if count else ()
