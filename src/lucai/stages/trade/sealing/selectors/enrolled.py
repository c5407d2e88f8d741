"""Reading the keys of holders: one's own, and those that can recover a bid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.stages.trade.projects.opening_keys import BidderKeys, Recoverer
from lucai.stages.trade.projects.selectors import ProjectCard
from lucai.stages.trade.sealing.lifecycle import ENROL
from lucai.stages.trade.sealing.models import ShareHolder
from lucai.stages.trade.sealing.policies import RECOVERING, problems_with
from lucai.stages.trade.sealing.selectors import holders_of


def may_enrol(viewer: Viewer) -> bool:
    """Whether the viewer's roles grant enrolling and replacing the organisation's keys."""
    return viewer.may(ENROL.permission)


@dataclass(frozen=True, slots=True)
class HolderCard:
    """A key that an organisation has enrolled."""

    code: str
    suite: str
    since: datetime
    until: datetime | None


def own_holders(viewer: Viewer) -> list[HolderCard]:
    """Return the viewer's organisation's keys, the newest first."""
    rows = ShareHolder.objects.seen_by(viewer).filter(organisation_id=viewer.organisation)
    return [
        HolderCard(row.code, row.suite, row.since, row.until) for row in rows.order_by("-pk")[:20]
    ]


def organisation_of(viewer: Viewer, holder: str) -> int | None:
    """Return the organisation that holds a key by its people's hands; None: a share server's."""
    rows = ShareHolder.objects.seen_by(viewer).filter(code=holder)
    return rows.values_list("organisation_id", flat=True).first()


def recoverers(viewer: Viewer, project: ProjectCard) -> tuple[Recoverer, ...]:
    """Return the holders that a project's recovery group can name."""
    return tuple(
        Recoverer(one.code, one.organisation)
        for one in holders_of(viewer, project)
        if one.group in RECOVERING
    )


def problems(viewer: Viewer, project: ProjectCard, chosen: BidderKeys) -> dict[str, str]:
    """Say why a choice of the bidder's group gives no policy for a project: field → sentence."""
    return problems_with(chosen, holders_of(viewer, project))
