"""Who may open a window into a sitting, and as what."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.calendar import beijing_day
from lucai.stages.trade.panels.selectors import own_place
from lucai.stages.trade.sittings.models import HOST, MEMBER, WATCHER, Sitting
from lucai.stages.trade.sittings.selectors.sheets import sitting_row

OVER = {"closed": "评审会已经结束。", "cancelled": "异地评审会已经取消。"}


@dataclass(frozen=True, slots=True)
class Window:
    """A viewer in a sitting: as what, and on which seat (0: none)."""

    sitting: Sitting
    role: str
    seat: int

    @property
    def label(self) -> str:
        """How the others see it; a watcher they do not see at all."""
        if self.role == MEMBER:
            return f"{self.seat} 号　{self.sitting.venue_of(self.seat)}"
        return "代理机构　主场" if self.role == HOST else ""


def window_of(viewer: Viewer, project_number: str) -> Window:
    """Return what the viewer is in a sitting.

    Raises:
        NotFound: nothing.
        WrongState: before its day, after its end, or the member has not signed in.
    """
    row = sitting_row(viewer, project_number)
    if row.state in OVER:
        raise WrongState(OVER[row.state])
    if beijing_day(clock.now()) < beijing_day(row.evaluation_at):
        raise WrongState("评审当日方可进入评审会。")
    if viewer.side is Side.AGENCY:
        return Window(row, HOST, 0)
    if viewer.side is Side.SUPERVISOR:
        return Window(row, WATCHER, 0)
    seat = own_place(viewer, project_number)
    if not seat:
        raise NotFound("没有找到这个评审会。")
    if seat.state != "signed_in":
        raise WrongState("请先签到，再进入评审会。")
    return Window(row, MEMBER, seat.place)
