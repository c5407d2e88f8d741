"""Reading calls: the own one by who is asked, how many by those who wait, never who."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.panels import notifying
from lucai.stages.trade.panels.lifecycle import ANSWERABLE, SEATED
from lucai.stages.trade.panels.models import EXPERT, PanelMember
from lucai.stages.trade.panels.selectors.seats import panel_row, seats_of
from lucai.stages.trade.projects.selectors import project_seen


@dataclass(frozen=True, slots=True)
class CallCounts:
    """How far calling the experts of a panel is: numbers alone.

    ``waits_until`` is when the last answer that is still missing is due; ``source`` the system
    that calls, empty where only to-dos ask.
    """

    places: int
    coming: int
    asked: int
    gone: int
    reserves: int
    vacant: int
    waits_until: datetime | None
    minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class CallSheet:
    """An own call: when and where the evaluation is, whom one may have nothing to do with."""

    project_number: str
    place: int
    state: str
    state_label: str
    evaluation_at: datetime
    where: str
    title: str
    parties: tuple[str, ...]
    answer_by: datetime | None
    answered_at: datetime | None
    reason: str
    stood_by: bool

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/panel/call/"

    @property
    def is_asked(self) -> bool:
        """Whether an answer counts now: of who is called, or of a reserve who has not said it knows."""
        waits = self.state == "reserve" and self.answered_at is None
        return (self.state == "asked" or waits) and not self.is_over

    @property
    def moved_up(self) -> bool:
        """Whether a reserve has got a place."""
        return self.stood_by and self.state in SEATED

    @property
    def may_decline(self) -> bool:
        """Whether a no counts now, also after a yes and of who stands by."""
        return self.state in ANSWERABLE and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether the time for answers is over."""
        late = self.answer_by if self.state == "asked" else self.evaluation_at
        return clock.now() >= (late or self.evaluation_at)


def call_counts(viewer: Viewer, project_number: str) -> CallCounts | None:
    """Return how far calling is; None where nobody is called.

    Raises:
        NotFound: there is no panel, or the viewer may not see it.
    """
    panel = panel_row(viewer, project_number)
    if not panel.drawn_at or not (panel.answer_minutes or panel.conditions.get("reserves")):
        return None
    rows = [one for one in seats_of(SYSTEM, project_number) if one.kind == EXPERT]
    system = notifying.connected()
    states = Counter(one.state for one in rows)
    waits = [one.answer_by for one in rows if one.state == "asked" and one.answer_by]
    return CallCounts(
        places=panel.size - panel.representatives,
        coming=states["drawn"] + states["signed_in"], asked=states["asked"],
        gone=states["declined"] + states["recused"] + states["replaced"],
        reserves=states["reserve"], vacant=panel.vacant, waits_until=max(waits, default=None),
        minutes=panel.answer_minutes, source=system.name if system else "",
    )  # fmt: skip


def own_call(viewer: Viewer, project_number: str) -> PanelMember:
    """Return the viewer's own seat as a call, also one that was declined.

    Raises:
        NotFound: the viewer is an expert of no draw of this panel.
    """
    rows = PanelMember.objects.seen_by(viewer).filter(
        project_number=project_number, person_id=viewer.person, kind=EXPERT
    )
    row = rows.select_related("panel").first() if viewer.person else None
    if not row:
        raise NotFound("没有找到请您答复的通知。")
    found: PanelMember = row
    return found


def call_seen(viewer: Viewer, project_number: str) -> CallSheet:
    """Return the own call as its page shows it.

    Raises:
        NotFound: the viewer is an expert of no draw of this panel.
    """
    project = project_seen(SYSTEM, project_number)
    parties = (project.buyer_name, project.agency_name)
    return _sheet(own_call(viewer, project_number), parties)


def own_calls(viewer: Viewer, *, limit: int = 100) -> list[CallSheet]:
    """List the calls of the viewer's evaluations that are still to come, the next one first."""
    rows = PanelMember.objects.seen_by(viewer).filter(
        person_id=viewer.person or 0, kind=EXPERT, state__in=ANSWERABLE
    )
    waiting = rows.exclude(panel__state="dissolved").select_related("panel")
    return [_sheet(row) for row in waiting.order_by("evaluation_at", "pk")[:limit]]


def _sheet(row: PanelMember, parties: tuple[str, ...] = ()) -> CallSheet:
    return CallSheet(
        project_number=row.project_number, place=row.place, state=row.state,
        state_label=STATES.get(row.state, "已离席"), evaluation_at=row.evaluation_at,
        where=row.panel.place, title=row.title, parties=parties,
        answer_by=row.answer_by, answered_at=row.answered_at, reason=row.left_reason,
        stood_by=row.stood_by,
    )  # fmt: skip


STATES = {
    "reserve": "候补", "asked": "请答复", "drawn": "参加评审", "signed_in": "已签到",
    "declined": "不能参加",
}  # fmt: skip
