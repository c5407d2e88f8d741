"""Whom reserves of a cooperation's group are drawn from, and how they were drawn."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.selectors import organisations
from lucai.registers.exclusions.selectors import banned_experts
from lucai.registers.experts.selectors import looked_back
from lucai.registers.suppliers.selectors import people_behind
from lucai.stages.trade.cooperations.lifecycle import COOPERATION
from lucai.stages.trade.cooperations.models import Cooperation, CooperationDraw
from lucai.stages.trade.cooperations.selectors.rows import applicants_of, cooperation_row
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.repeating import RepeatedDraw, repeat
from lucai.stages.trade.drawn_experts.selectors import records_of
from lucai.stages.trade.panels.selectors import drawable
from lucai_trust.draw_record import DrawRecord

OVER = frozenset(
    {"drafting", "confirming", "confirmed", "announced", "failed", "ended", "purchased"}
)
"""The states in which there is no group, or nothing more for it to do."""
CLOSED = frozenset({"announced", "seated"})
"""The states in which nobody may know yet who applies: only buyer and agency are avoided then."""


def free_experts(
    viewer: Viewer, row: Cooperation, specialties: tuple[str, ...]
) -> dict[int, Candidate]:
    """Return who can be drawn now; for the system that draws."""
    named = frozenset(one["person"] for one in (*row.group, *row.reserves))
    firms = _applied(viewer, row)
    units = organisations(viewer, [row.buyer_id, row.agency_id, *firms]).values()
    pool = drawable(
        viewer, specialties, avoided=frozenset(card.uscc for card in units),
        taken=named | banned_experts(viewer, clock.today()),
        people=people_behind(viewer, firms, since=looked_back(viewer)),
    )  # fmt: skip
    return {one.person_id: one for one in pool}


def avoided_codes(viewer: Viewer, row: Cooperation) -> frozenset[str]:
    """Return the codes of the organisations whose people may not judge, as known now."""
    units = [row.buyer_id, row.agency_id, *_applied(viewer, row)]
    return frozenset(card.uscc for card in organisations(viewer, units).values())


def draws_of(viewer: Viewer, row: Cooperation) -> list[CooperationDraw]:
    """Return the rows of a cooperation's draws, the first one first."""
    rows = CooperationDraw.objects.seen_by(viewer).filter(cooperation_id=row.pk)
    return list(rows.order_by("pk"))


def draw_records(viewer: Viewer, project_number: str) -> list[DrawRecord]:
    """Return what it takes to repeat the draws of reserves, once the result is public.

    Raises:
        NotFound: nothing was drawn, or the result is not announced.
    """
    row = cooperation_row(viewer, project_number)
    rows = [one for one in draws_of(SYSTEM, row) if one.seed]
    if not rows or not row.announced_at:
        raise NotFound("抽取记录在结果公告后公开。")
    return records_of(SYSTEM, rows, COOPERATION.of, row.key)


def repeated_draws(viewer: Viewer, project_number: str) -> list[RepeatedDraw]:
    """Repeat the draws of reserves for everybody to see, as :func:`draw_records` gives them."""
    return [repeat(record, {}) for record in draw_records(viewer, project_number)]


def _applied(viewer: Viewer, row: Cooperation) -> list[int]:
    if row.state in CLOSED:
        return []
    return [one.supplier_id for one in applicants_of(viewer, row.number_of_project)]
