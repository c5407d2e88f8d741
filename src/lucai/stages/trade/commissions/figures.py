"""What commissions tell the agencies' directory: how many projects, and what is still open."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.registers.agencies.contributions import Figure
from lucai.stages.trade.commissions.selectors import commissions_of_agency, under_way

ACCEPTED = ("accepted", "working")


def figures(viewer: Viewer, organisation: int, uscc: str) -> tuple[Figure, ...]:
    """Return how many projects an agency was entrusted with, and how many it declined."""
    del uscc
    found = commissions_of_agency(viewer, organisation)
    taken = sum(found.get(state, 0) for state in ACCEPTED)
    return (
        Figure("代理项目", str(taken), "个"),
        Figure("其中在办", str(under_way(SYSTEM, organisation)), "个"),
        Figure("婉拒委托", str(found.get("declined", 0)), "次"),
    )


def open_work(viewer: Viewer, organisation: int) -> int:
    """Return what an agency must finish first: offers to answer and projects under way."""
    waiting = commissions_of_agency(viewer, organisation).get("proposed", 0)
    return waiting + under_way(SYSTEM, organisation)
