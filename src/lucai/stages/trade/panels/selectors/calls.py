"""Reading calls: the own one by who is asked, how many by those who wait, never who."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.drawn_experts.calls import CallCounts, CallSheet, call_of, counted
from lucai.stages.trade.drawn_experts.lifecycle import ANSWERABLE
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.selectors import own_call
from lucai.stages.trade.panels.lifecycle import OVER
from lucai.stages.trade.panels.models import PanelMember
from lucai.stages.trade.panels.selectors.seats import panel_row, seats_of
from lucai.stages.trade.projects.selectors import project_seen


def call_counts(viewer: Viewer, project_number: str) -> CallCounts | None:
    """Return how far calling is; None where nobody is called.

    Raises:
        NotFound: there is no panel, or the viewer may not see it.
    """
    panel = panel_row(viewer, project_number)
    return counted(panel, seats_of(SYSTEM, project_number))


def call_seen(viewer: Viewer, project_number: str) -> CallSheet:
    """Return the own call as its page shows it.

    Raises:
        NotFound: the viewer is an expert of no draw of this panel.
    """
    project = project_seen(SYSTEM, project_number)
    seat = own_call(viewer, PanelMember, project_number=project_number)
    parties = (("采购人", project.buyer_name), ("采购代理机构", project.agency_name))
    return _sheet(seat, parties)


def own_calls(viewer: Viewer, *, limit: int = 100) -> list[CallSheet]:
    """List the calls of the viewer's evaluations that are still to come, the next one first."""
    rows = PanelMember.objects.seen_by(viewer).filter(
        person_id=viewer.person or 0, kind=EXPERT, state__in=ANSWERABLE
    )
    waiting = rows.exclude(panel__state__in=OVER).select_related("panel")
    return [_sheet(row) for row in waiting.order_by("evaluation_at", "pk")[:limit]]


def _sheet(row: PanelMember, parties: tuple[tuple[str, str], ...] = ()) -> CallSheet:
    return call_of(
        row, noun="项目", home=f"/rooms/{row.project_number}/panel/", home_label="评审委员会",
        over=OVER, parties=parties,
    )  # fmt: skip
