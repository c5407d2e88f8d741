"""Whether a lot takes bids and until when: read in the rush before a deadline, so nothing else is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.projects.models import Lot, ProcurementProject

PARTIES = ("region", "buyer_id", "buyer_path", "agency_id", "finance_id")


@dataclass(frozen=True, slots=True)
class Taking:
    """A project as its drop needs it."""

    title: str
    region: str
    buyer_id: int
    buyer_path: str
    agency_id: int
    finance_id: int
    deadline: datetime | None
    takes_bids: bool


def taking(viewer: Viewer, number: str, lot_number: int) -> Taking:
    """Return a lot's project and whether it takes bids: two queries.

    Raises:
        NotFound: there is no such project or lot, or the viewer may not see it.
    """
    rows = ProcurementProject.objects.seen_by(viewer).filter(number=number)
    project = rows.values("title", "state", "bid_deadline", *PARTIES).first()
    lots = Lot.objects.seen_by(viewer).filter(project_number=number, number=lot_number)
    state = lots.values_list("state", flat=True).first()
    if not project or state is None:
        raise NotFound("没有找到这个采购项目。")
    return Taking(
        title=project["title"],
        deadline=project["bid_deadline"],
        takes_bids=project["state"] == "announced" and state != "failed",
        **{name: project[name] for name in PARTIES},
    )
